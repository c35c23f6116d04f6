using System.Collections.Concurrent;
using System.Reflection;
using Shared.Redis;
using StackExchange.Redis;

namespace Simulation;

/// <summary>
/// The connection of an actor to a real Redis: each command waits in the actor's queue until the scheduler lets it happen.
/// </summary>
public class RemoteDatabase : DispatchProxy
{
    private static readonly ConcurrentDictionary<Type, MethodInfo> _send = new();

    private string _wire = "";
    private IDatabase _real = null!;
    private TimeProvider _clock = null!;
    private Sabotage _sabotage = null!;

    /// <summary>The three connections of one service instance.</summary>
    internal static IRedisServers Connect(IDatabase store, IDatabase broker, TimeProvider clock, Sabotage sabotage) => new Servers(
        Open("store", store, clock, sabotage), Open("broker", broker, clock, sabotage), Open("reader", broker, clock, sabotage));

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
        return _send
            .GetOrAdd(result, type => typeof(RemoteDatabase).GetMethod(nameof(Send), BindingFlags.NonPublic | BindingFlags.Instance)!.MakeGenericMethod(type))
            .Invoke(this, [targetMethod, args]);
    }

    private Task<T> Send<T>(MethodInfo method, object?[] args)
    {
        var command = new Command<T>($"{_wire}.{method.Name}", _wire, async () =>
        {
            await _sabotage.BeforeAsync(_real, args);
            var answer = (Task)method.Invoke(_real, AtSimulatedTime(args))!;
            await answer;
            var result = answer is Task<T> typed ? await typed : default!;
            await _sabotage.AfterAsync(_real, args, result);
            return result;
        });
        Actor.Current.Send(command);
        return command.Reply;
    }

    // Scripts ask the server for the time, and nobody can set its clock: they are told the simulation's, as it is when
    // they run.
    private object?[] AtSimulatedTime(object?[] args)
    {
        if (args is not [string script, RedisKey[], ..])
        {
            return args;
        }

        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        return [script.Replace("redis.call('TIME')", $"({{'{now / 1000}', '{now % 1000 * 1000}'}})", StringComparison.Ordinal), .. args[1..]];
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

    private static IDatabase Open(string wire, IDatabase real, TimeProvider clock, Sabotage sabotage)
    {
        var database = Create<IDatabase, RemoteDatabase>();
        var remote = (RemoteDatabase)(object)database;
        (remote._wire, remote._real, remote._clock, remote._sabotage) = (wire, real, clock, sabotage);
        return database;
    }

    private sealed record Servers(IDatabase Store, IDatabase Broker, IDatabase Reader) : IRedisServers;
}
