using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Loops;
using Shared.Redis.Telemetry;

namespace Shared.Redis.Publishing;

/// <summary>Measures an outbox: how many rows it holds, and how old the oldest is.</summary>
public sealed class OutboxDepth<TMessage>(IRedisServers redis) : IMeasured
    where TMessage : class, IStreamMessage<TMessage>
{
    private static readonly Script _measure = Script.Load<OutboxDepth<TMessage>>("measure_outbox");
    private static readonly KeyValuePair<string, object?> _stream = RedisInstruments.Tag(TMessage.Stream);

    private readonly BucketGauge<(long Rows, long AgeMilliseconds)> _buckets = new();

    /// <inheritdoc/>
    public Task MeasureAsync() => _buckets.MeasureAsync(MeasureAsync, buckets =>
    {
        RedisInstruments.OutboxRows.Record(buckets.Sum(bucket => bucket.Rows), _stream);
        RedisInstruments.OutboxAge.Record(buckets.Max(bucket => bucket.AgeMilliseconds) / 1000.0, _stream);
        RedisInstruments.Republished.Add(0, _stream); // A rate needs to have seen the counter before it first grows.
    });

    private async Task<(long Rows, long AgeMilliseconds)> MeasureAsync(Bucket bucket)
    {
        var reply = (long[])(await _measure.RunAsync(redis.Store, [Outbox<TMessage>.Key(bucket)]))!;
        return (reply[0], reply[1]);
    }
}
