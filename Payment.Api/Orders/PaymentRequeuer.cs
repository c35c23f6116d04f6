using Shared.Redis.Buckets;
using Shared.Redis.Loops;
using Shared.Redis.Paging;

namespace Payment.Api.Orders;

/// <summary>
/// Walks over the orders, bucket by bucket, and queues the payment of any that is pending without one.
/// </summary>
public sealed partial class PaymentRequeuer(PaymentQueue queue, TimeProvider time, ILogger<PaymentRequeuer> logger)
    : PeriodicService(_interval, time, logger)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);

    private int _bucket;
    private Cursor? _after;

    /// <inheritdoc/>
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        (_after, var queued) = await queue.RequeueAsync(Bucket.All[_bucket], _after);
        if (queued > 0)
        {
            LogQueued(queued);
        }

        _bucket = _after is null ? (_bucket + 1) % Bucket.Count : _bucket;
        return false;
    }

    [LoggerMessage(LogLevel.Error, "{Count} pending orders were missing from the payment queue and are queued again")]
    private partial void LogQueued(int count);
}
