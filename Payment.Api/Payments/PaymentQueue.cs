using Payment.Api.Orders;
using Shared.Redis;
using StackExchange.Redis;
using Order = Payment.Api.Orders.Order;

namespace Payment.Api.Payments;

/// <summary>
/// The orders whose payment has to be taken or given back, by due time. A claim only moves the due time to the end of
/// its lease; an order leaves the queue in the step that decides its payment, or once its money is known to be back.
/// So it can be late, but never lost.
/// </summary>
public sealed class PaymentQueue(IRedisServers redis, TimeProvider time) : IDisposable
{
    /// <summary>How many orders <see cref="RequeueAsync"/> looks at: few, as it hardly ever finds one, and each costs a read.</summary>
    public const int RequeueBatch = 32;

    private const int BatchSize = 64;

    private static readonly TimeSpan _firstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(30);
    private static readonly Script _claim = Script.Load<PaymentQueue>("claim_payments");
    private static readonly Script _requeue = Script.Load<PaymentQueue>("requeue_payments");
    private static readonly Script _postpone = Script.Load<PaymentQueue>("postpone_payment");

    /// <summary>Rung for each payment queued by this process.</summary>
    public Doorbell Bell { get; } = new(time);

    /// <summary>Takes payments that are due.</summary>
    /// <param name="buckets">Where to look.</param>
    /// <param name="lease">How long they are this instance's own.</param>
    public Task<IReadOnlyList<DuePayment>> ClaimAsync(IReadOnlyList<Bucket> buckets, TimeSpan lease)
    {
        var now = time.GetUtcNow();
        return Bell.TakeAsync(buckets, BatchSize, async bucket =>
        {
            var reply = (RedisResult[])(await _claim.RunAsync(
                redis.Store,
                [OrderKeys.Payments(bucket)],
                [
                    now.ToUnixTimeMilliseconds(),
                    (now + lease).ToUnixTimeMilliseconds(),
                    BatchSize,
                    OrderKeys.Prefix(bucket).ToString(),
                    .. OrderFields.Names,
                ]))!;
            return Array.ConvertAll(reply, Read);
        });
    }

    /// <summary>
    /// Looks at a part of a bucket's orders, newest first, and queues those that are pending but not in the queue.
    /// No crash leaves such an order, as both are changed in one step; a restored backup or a hand in the data may.
    /// </summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="from">How many of its newest orders to pass over.</param>
    /// <returns>Whether there are more, and how many were queued.</returns>
    public async Task<(bool More, int Queued)> RequeueAsync(Bucket bucket, long from)
    {
        var reply = (int[])(await _requeue.RunAsync(
            redis.Store,
            [bucket.Key(OrderKeys.Index), OrderKeys.Payments(bucket)],
            OrderKeys.Prefix(bucket).ToString(),
            time.GetUtcNow().ToUnixTimeMilliseconds(),
            from,
            RequeueBatch))!;
        if (reply[1] > 0)
        {
            Bell.Ring(bucket);
        }

        return (reply[0] == RequeueBatch, reply[1]);
    }

    /// <summary>Makes a payment due again after a failed attempt, later each time; the jitter spreads what failed together.</summary>
    /// <param name="orderId">The order.</param>
    /// <returns>Failed attempts so far; 0 when the payment left the queue meanwhile.</returns>
    public async Task<int> PostponeAsync(string orderId) => (int)await _postpone.RunAsync(
        redis.Store,
        [OrderKeys.Order(orderId), OrderKeys.Payments(Bucket.Of(orderId))],
        orderId,
        time.GetUtcNow().ToUnixTimeMilliseconds(),
        (long)(_firstWait.TotalMilliseconds * Jitter(orderId)),
        (long)_longestWait.TotalMilliseconds);

    /// <summary>Takes a payment from the queue whose money is back.</summary>
    /// <param name="orderId">The order, which is refunded or declined and so never changes again.</param>
    /// <returns>Whether it still was there.</returns>
    public Task<bool> RemoveAsync(string orderId) =>
        redis.Store.SortedSetRemoveAsync(OrderKeys.Payments(Bucket.Of(orderId)), orderId);

    /// <inheritdoc/>
    public void Dispose() => Bell.Dispose();

    /// <summary>A half to the whole, the same for an order each time, so that a simulated run can be repeated.</summary>
    private static double Jitter(string orderId) => 0.5 + (Bucket.Of(orderId).Index / (2.0 * Bucket.Count));

    private static DuePayment Read(RedisResult payment)
    {
        var id = (string)payment[0]!;
        return new DuePayment(id, OrderFields.Read(id, (RedisValue[])payment[1]!));
    }
}

/// <summary>A payment that is due.</summary>
/// <param name="OrderId">Its order.</param>
/// <param name="Order">The order as it was when the payment was claimed; <see langword="null"/> when there is none.</param>
public sealed record DuePayment(string OrderId, Order? Order);
