using Payment.Api.Orders;
using Shared.Redis;
using StackExchange.Redis;

namespace Payment.Api.Payments;

/// <summary>Measures the payment queue: how many payments it holds, and for how long the first has been due.</summary>
public sealed class PaymentQueueDepth(IRedisServers redis, TimeProvider time) : IMeasured
{
    /// <inheritdoc/>
    public async Task MeasureAsync()
    {
        var buckets = await Task.WhenAll(Bucket.All.Select(bucket => MeasureAsync(OrderKeys.Payments(bucket))));
        PaymentInstruments.QueueLength.Record(buckets.Sum(bucket => bucket.Length));
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
