using Shared.Contracts;
using Shared.Redis.Connections;
using Shared.Redis.Loops;
using Shared.Redis.Telemetry;

namespace Shared.Redis.Consuming;

/// <summary>Measures how far a consumer group is behind its stream.</summary>
public sealed class GroupDepth<TMessage>(IRedisServers redis, Subscription<TMessage> subscription) : IMeasured
    where TMessage : class, IStreamMessage<TMessage>
{
    /// <summary>A lag that Redis has lost track of is counted up to here.</summary>
    public const int MostToCount = 10_000;

    private static readonly Script _measure = Script.Load<GroupDepth<TMessage>>("measure_group");

    private readonly KeyValuePair<string, object?> _stream = RedisInstruments.Tag(TMessage.Stream);
    private readonly KeyValuePair<string, object?> _group = new("group", subscription.Group);

    /// <inheritdoc/>
    public async Task MeasureAsync()
    {
        var reply = (long[])(await _measure.RunAsync(
            redis.Broker, [TMessage.Stream], subscription.Group, MostToCount))!;
        RedisInstruments.Lag.Record(reply[0], _stream, _group);
        RedisInstruments.Pending.Record(reply[1], _stream, _group);
    }
}
