using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Flow;
using Shared.Redis.Streams;
using Shared.Redis.Telemetry;

namespace Shared.Redis.Publishing;

/// <summary>Measures an outbox: how many rows it holds, and how old the oldest is.</summary>
public sealed class OutboxDepth<TMessage>(IRedisServers redis) : IStation
    where TMessage : class, IStreamMessage<TMessage>
{
    private static readonly KeyValuePair<string, object?> _stream = RedisInstruments.Tag(TMessage.Stream);

    private readonly BucketGauge<StreamDepth> _buckets = new();

    /// <inheritdoc/>
    public Station Unknown { get; } = new(TMessage.Stream, StationKind.Outbox);

    /// <inheritdoc/>
    public Task MeasureAsync() => LookAsync();

    /// <inheritdoc/>
    public async Task<Station> LookAsync() => Describe(await _buckets.MeasureAsync(
        bucket => StreamDepth.MeasureAsync(redis.Store, Outbox<TMessage>.Key(bucket)),
        buckets => Record(Describe(buckets))));

    private Station Describe(IReadOnlyList<StreamDepth> buckets) => Unknown with
    {
        Waiting = buckets.Sum(bucket => bucket.Length),
        OldestSeconds = buckets.Max(bucket => bucket.OldestSeconds),
        Passed = buckets.Sum(bucket => bucket.Added - bucket.Length),
    };

    private static void Record(Station outbox)
    {
        RedisInstruments.OutboxRows.Record(outbox.Waiting!.Value, _stream);
        RedisInstruments.OutboxAge.Record((double)outbox.OldestSeconds!.Value, _stream);
        RedisInstruments.Republished.Add(0, _stream); // A rate needs to have seen the counter before it first grows.
    }
}
