using Shared.Contracts;
using StackExchange.Redis;

namespace Shared.Redis.Publishing;

/// <summary>Measures an outbox: how many rows it holds, and how old the oldest is.</summary>
/// <typeparam name="TMessage">The message that the service publishes.</typeparam>
public sealed class OutboxDepth<TMessage>(IRedisServers redis, TimeProvider time) : IMeasured
    where TMessage : class, IStreamMessage<TMessage>
{
    private static readonly KeyValuePair<string, object?> _stream = RedisInstruments.Of(TMessage.Stream);

    /// <inheritdoc/>
    public async Task MeasureAsync()
    {
        var buckets = await Task.WhenAll(Bucket.All.Select(bucket => MeasureAsync(Outbox.Key(bucket, TMessage.Stream))));
        RedisInstruments.OutboxRows.Record(buckets.Sum(bucket => bucket.Rows), _stream);
        RedisInstruments.OutboxAge.Record(buckets.Max(bucket => bucket.Age).TotalSeconds, _stream);
        RedisInstruments.Republished.Add(0, _stream); // A rate needs to have seen the counter before it first grows.
    }

    private async Task<(long Rows, TimeSpan Age)> MeasureAsync(RedisKey outbox)
    {
        var rows = await redis.Store.StreamLengthAsync(outbox);
        var first = rows > 0 ? await redis.Store.StreamRangeAsync(outbox, count: 1) : [];
        var age = first is [var row] && StreamId.TryParse(row.Id.ToString(), out var id) ? time.GetUtcNow() - id.Time : TimeSpan.Zero;
        return (rows, age > TimeSpan.Zero ? age : TimeSpan.Zero);
    }
}
