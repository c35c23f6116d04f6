using Shared.Contracts;

namespace Shared.Redis.Consuming;

/// <summary>Measures how far a consumer group is behind its stream, and what it has given up.</summary>
/// <typeparam name="TMessage">The message of the stream.</typeparam>
public sealed class GroupDepth<TMessage>(IRedisServers redis) : IMeasured where TMessage : class, IStreamMessage<TMessage>
{
    /// <summary>A lag that Redis has lost track of is counted up to here.</summary>
    public const int MostToCount = 10_000;

    private static readonly Script _measure = Script.Load<GroupDepth<TMessage>>("measure_group");
    private static readonly KeyValuePair<string, object?> _stream = RedisInstruments.Of(TMessage.Stream);

    /// <inheritdoc/>
    public Task MeasureAsync() => Task.WhenAll(MeasureGroupAsync(), MeasureDeadLettersAsync());

    private async Task MeasureGroupAsync()
    {
        var reply = (long[])(await _measure.RunAsync(redis.Broker, [TMessage.Stream], TMessage.Group, MostToCount))!;
        RedisInstruments.Lag.Record(reply[0], _stream);
        RedisInstruments.Pending.Record(reply[1], _stream);
    }

    private async Task MeasureDeadLettersAsync()
    {
        RedisInstruments.DeadLetters.Record(await redis.Store.StreamLengthAsync(DeadLetters.KeyFor(TMessage.Stream)), _stream);
        RedisInstruments.DeadLettersAdded.Add(0, _stream); // A rate needs to have seen the counter before it first grows.
    }
}
