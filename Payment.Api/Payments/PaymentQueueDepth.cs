using Microsoft.Extensions.Options;
using Payment.Api.Orders;
using Shared.Redis;
using StackExchange.Redis;

namespace Payment.Api.Payments;

/// <summary>
/// Measures the payment queue: how many payments it holds, and for how long the first has been due. A queue that only
/// grows would fill the store, and then nothing works; so a full one takes no more orders.
/// </summary>
public sealed class PaymentQueueDepth(IRedisServers redis, IOptions<PaymentOptions> options, TimeProvider time) : IMeasured
{
    private long _length;

    /// <summary>Whether it held too many payments when it was last measured.</summary>
    public bool IsFull => Interlocked.Read(ref _length) >= options.Value.MaxWaiting;

    /// <inheritdoc/>
    public async Task MeasureAsync()
    {
        var buckets = await Task.WhenAll(Bucket.All.Select(bucket => MeasureAsync(OrderKeys.Payments(bucket))));
        var length = buckets.Sum(bucket => bucket.Length);
        Interlocked.Exchange(ref _length, length);
        PaymentInstruments.QueueLength.Record(length);
        PaymentInstruments.QueueOverdue.Record(buckets.Max(bucket => bucket.Overdue).TotalSeconds);
    }

    private async Task<(long Length, TimeSpan Overdue)> MeasureAsync(RedisKey payments)
    {
        var length = await redis.Store.SortedSetLengthAsync(payments);
        var first = length > 0 ? await redis.Store.SortedSetRangeByRankWithScoresAsync(payments, 0, 0) : [];
        var overdue = first is [var next] ? time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds((long)next.Score) : TimeSpan.Zero;
        return (length, overdue > TimeSpan.Zero ? overdue : TimeSpan.Zero);
    }
}
