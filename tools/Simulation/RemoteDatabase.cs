using System.Collections.Concurrent;
using System.Reflection;
using Shared.Redis.Connections;
using StackExchange.Redis;
using Testing;

namespace Simulation;

/// <summary>
/// The connection of an actor to a real Redis: each command waits in the actor's queue until the scheduler lets it
/// happen.
/// </summary>
public class RemoteDatabase : DispatchProxy
{
    private static readonly MethodInfo _sendAny =
        typeof(RemoteDatabase).GetMethod(nameof(Send), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private static readonly ConcurrentDictionary<Type, MethodInfo> _send = new();

    private string _wire = "";
    private IDatabase _real = null!;
    private TimeProvider _clock = null!;
    private Sabotage _sabotage = null!;

    /// <summary>The three connections of one service instance.</summary>
    internal static IRedisServers Connect(
        IDatabase store, IDatabase broker, TimeProvider clockOfStore, Sabotage sabotage)
    {
        IDatabase Open(string wire, IDatabase real)
        {
            var database = Create<IDatabase, RemoteDatabase>();
            var remote = (RemoteDatabase)(object)database;
            (remote._wire, remote._real, remote._clock, remote._sabotage) = (wire, real, clockOfStore, sabotage);
            return database;
        }

        return new DirectConnections(Open("store", store), Open("broker", broker), Open("reader", broker));
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var answer = targetMethod!.ReturnType;
        if (!answer.IsAssignableTo(typeof(Task)))
        {
            return targetMethod.Invoke(_real, args);
        }

        DoNotBlock(args!);
        var result = answer.IsGenericType ? answer.GetGenericArguments()[0] : typeof(object);
        return _send.GetOrAdd(result, type => _sendAny.MakeGenericMethod(type)).Invoke(this, [targetMethod, args]);
    }

    private Task<T> Send<T>(MethodInfo method, object?[] args)
    {
        var command = new Command<T>($"{_wire}.{method.Name}", _wire, async () =>
        {
            var answer = (Task)method.Invoke(_real, AtSimulatedTime(args))!;
            await answer;
            var result = answer is Task<T> typed ? await typed : default!;
            await _sabotage.AfterAsync(_real, args, result);
            return result;
        });
        Actor.Current.Send(command);
        return command.Reply;
    }

    // Scripts ask their server for the time, and nobody can set its clock: they are told what the simulated one shows
    // when they run. Their text stays the same, as Redis keeps every text that it has ever seen.
    private object?[] AtSimulatedTime(object?[] args)
    {
        if (args is not [string script, RedisKey[], RedisValue[] values, ..])
        {
            return args;
        }

        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        RedisValue[] withTime = [.. values, now / 1000, now % 1000 * 1000];
        return [TellTime(_sabotage.Change(script)), args[1], withTime, .. args[3..]];
    }

    private static string TellTime(string script)
    {
        var body = script.IndexOf('\n', StringComparison.Ordinal) + 1;
        return $"{script[..body]}local micros_now, seconds_now = table.remove(ARGV), table.remove(ARGV)\n"
            + script[body..].Replace("redis.call('TIME')", "({seconds_now, micros_now})", StringComparison.Ordinal);
    }

    // Servers do one command after the other here, so that a read which waited for an entry would wait for ever.
    // Without BLOCK it is a read whose wait has ended.
    private static void DoNotBlock(object?[] args)
    {
        if (args is ["XREADGROUP", ICollection<object> words, ..])
        {
            var all = words.ToList();
            all.RemoveRange(all.IndexOf("BLOCK"), 2);
            args[1] = all.ToArray();
        }
    }
}
