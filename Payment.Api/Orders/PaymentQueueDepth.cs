using Microsoft.Extensions.Options;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Loops;

namespace Payment.Api.Orders;

/// <summary>
/// Measures the payment queue: how many payments it holds, and for how long the first has been due. A queue that only
/// grows would fill the store, and then nothing works; so a full one takes no more orders.
/// </summary>
public sealed class PaymentQueueDepth(IRedisServers redis, IOptions<OrderOptions> options) : IMeasured
{
    private static readonly Script _measure = Script.Load<PaymentQueueDepth>("measure_payments");

    private readonly BucketGauge<(long Length, TimeSpan Overdue)> _buckets = new();

    private long _length;

    /// <summary>Whether it held too many payments when it was last measured.</summary>
    public bool IsFull => Interlocked.Read(ref _length) >= options.Value.MaxWaiting;

    /// <inheritdoc/>
    public Task MeasureAsync() => _buckets.MeasureAsync(MeasureAsync, buckets =>
    {
        var length = buckets.Sum(bucket => bucket.Length);
        Interlocked.Exchange(ref _length, length);
        OrderInstruments.QueueLength.Record(length);
        OrderInstruments.QueueOverdue.Record(buckets.Max(bucket => bucket.Overdue).TotalSeconds);
    });

    private async Task<(long Length, TimeSpan Overdue)> MeasureAsync(Bucket bucket)
    {
        var reply = (long[])(await _measure.RunAsync(redis.Store, [OrderKeys.Payments(bucket)]))!;
        return (reply[0], TimeSpan.FromMilliseconds(reply[1]));
    }
}
