using Microsoft.Extensions.Options;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Flow;

namespace Payment.Api.Orders;

/// <summary>
/// Measures the payment queue: how many payments it holds, and for how long the first has been due. A queue that only
/// grows would fill the store, and then nothing works; so a full one takes no more orders.
/// </summary>
public sealed class PaymentQueueDepth(IRedisServers redis, IOptions<OrderOptions> options) : IStation
{
    private static readonly Script _measure = Script.Load<PaymentQueueDepth>("measure_payments");

    private readonly BucketGauge<(long Length, TimeSpan Overdue)> _buckets = new();

    private long _length;

    /// <summary>Whether it held too many payments when it was last measured.</summary>
    public bool IsFull => Interlocked.Read(ref _length) >= options.Value.MaxWaiting;

    /// <inheritdoc/>
    public Station Unknown { get; } = new("payment_queue", StationKind.Queue);

    /// <inheritdoc/>
    public Task MeasureAsync() => MeasureBucketsAsync();

    /// <inheritdoc/>
    public async Task<Station> LookAsync()
    {
        var queue = MeasureBucketsAsync();
        var placed = Task.WhenAll(Bucket.All.Select(
            bucket => redis.Store.SortedSetLengthAsync(bucket.Key(OrderKeys.Index))));
        return await queue with { Passed = (await placed).Sum() };
    }

    private async Task<Station> MeasureBucketsAsync() =>
        Describe(await _buckets.MeasureAsync(MeasureAsync, buckets => Record(Describe(buckets))));

    private Station Describe(IReadOnlyList<(long Length, TimeSpan Overdue)> buckets) => Unknown with
    {
        Waiting = buckets.Sum(bucket => bucket.Length),
        OldestSeconds = (decimal)buckets.Max(bucket => bucket.Overdue).TotalSeconds,
    };

    private void Record(Station queue)
    {
        Interlocked.Exchange(ref _length, queue.Waiting!.Value);
        OrderInstruments.QueueLength.Record(queue.Waiting.Value);
        OrderInstruments.QueueOverdue.Record((double)queue.OldestSeconds!.Value);
    }

    private async Task<(long Length, TimeSpan Overdue)> MeasureAsync(Bucket bucket)
    {
        var reply = (long[])(await _measure.RunAsync(redis.Store, [OrderKeys.Payments(bucket)]))!;
        return (reply[0], TimeSpan.FromMilliseconds(reply[1]));
    }
}
