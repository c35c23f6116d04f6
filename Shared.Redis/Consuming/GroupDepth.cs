using Shared.Contracts;
using Shared.Redis.Connections;
using Shared.Redis.Flow;
using Shared.Redis.Telemetry;
using StackExchange.Redis;

namespace Shared.Redis.Consuming;

/// <summary>Measures how far a consumer group is behind its stream.</summary>
public sealed class GroupDepth<TMessage>(IRedisServers redis, Subscription<TMessage> subscription) : IStation
    where TMessage : class, IStreamMessage<TMessage>
{
    /// <summary>A lag that Redis has lost track of is counted up to here.</summary>
    public const int MostToCount = 10_000;

    private static readonly Script _measure = Script.Load<GroupDepth<TMessage>>("measure_group");
    private static readonly Script _findOldest = Script.Load<GroupDepth<TMessage>>("find_oldest");

    private readonly KeyValuePair<string, object?> _stream = RedisInstruments.Tag(TMessage.Stream);
    private readonly KeyValuePair<string, object?> _group = new("group", subscription.Group);

    /// <inheritdoc/>
    public Station Unknown { get; } = new(TMessage.Stream, StationKind.Consumer);

    /// <inheritdoc/>
    public Task MeasureAsync() => CountAsync();

    /// <inheritdoc/>
    public async Task<Station> LookAsync()
    {
        var oldest = _findOldest.RunAsync(redis.Broker, [TMessage.Stream], subscription.Group);
        var (waiting, passed) = await CountAsync();
        return Unknown with { Waiting = waiting, OldestSeconds = (long)await oldest / 1000m, Passed = passed };
    }

    private async Task<(long Waiting, long? Passed)> CountAsync()
    {
        var reply = (RedisValue[])(await _measure.RunAsync(
            redis.Broker, [TMessage.Stream], subscription.Group, MostToCount))!;
        var (lag, pending) = ((long)reply[0], (long)reply[1]);
        RedisInstruments.Lag.Record(lag, _stream, _group);
        RedisInstruments.Pending.Record(pending, _stream, _group);
        return (lag + pending, (long?)reply[2]);
    }
}
