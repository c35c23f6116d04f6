using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Paging;

namespace Payment.Api.Orders;

/// <summary>
/// The orders whose payment has to be taken or given back, by due time. A claim only moves the due time to the end of
/// its lease; an order leaves the queue in the step that decides its payment, or once its money is known to be back.
/// So it can be late, but never lost. All due times are the store's, by its own clock, and none is believed that lies
/// farther ahead than one can: whichever clock is wrong, for however long, no payment waits for it to be right.
/// </summary>
public sealed class PaymentQueue(IRedisServers redis, TimeProvider time, ILogger<PaymentQueue> logger) : IDisposable
{
    /// <summary>
    /// How many orders <see cref="RequeueAsync"/> looks at: few, as it hardly ever finds one, and each costs a read.
    /// </summary>
    public const int RequeueBatch = 32;

    private const int BatchSize = 64;

    private static readonly TimeSpan _firstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(30);
    private static readonly Script _claim = Script.Load<PaymentQueue>("claim_payments");
    private static readonly Script _requeue = Script.Load<PaymentQueue>("requeue_payments");
    private static readonly Script _postpone = Script.Load<PaymentQueue>("postpone_payment");

    private readonly NewestFirstIndex _orders = new(redis, OrderKeys.Index);

    /// <summary>Rung for each payment queued by this process.</summary>
    public Doorbell Bell { get; } = new(time);

    /// <summary>The payments that this process has under way.</summary>
    public PaymentDesk Desk { get; } = new();

    private BucketWork Buckets { get; } = new(redis, time, logger);

    /// <summary>Queues the payment of a new order: for this process if it has room, else for whoever claims it.</summary>
    /// <param name="create">Places the order and its payment, which is this process's own for that long.</param>
    /// <returns>Whether the order is new.</returns>
    public async Task<bool> PlaceAsync(Order order, Func<Order, TimeSpan, Task<bool>> create)
    {
        if (!Desk.TryReserve(out var lease))
        {
            var isPlaced = await create(order, TimeSpan.Zero);
            Bell.Ring(Bucket.Of(order.Id));
            return isPlaced;
        }

        var isNew = false;
        try
        {
            return isNew = await create(order, lease);
        }
        finally
        {
            if (isNew)
            {
                Desk.Put(order);
                Bell.Wake();
            }
            else
            {
                Desk.Leave();
            }
        }
    }

    /// <summary>Takes payments that are due.</summary>
    /// <param name="lease">How long they are this instance's own.</param>
    public Task<IReadOnlyList<string>> ClaimAsync(
        IReadOnlyList<Bucket> buckets, TimeSpan lease, int most = int.MaxValue)
    {
        if (buckets.Count > most)
        {
            buckets = Draw(buckets, most);
        }

        var farthest = lease > _longestWait ? lease : _longestWait;
        var batch = Math.Min(BatchSize, most / Math.Max(1, buckets.Count));
        return Bell.TakeAsync(Buckets, buckets, batch, async bucket => (string[])(await _claim.RunAsync(
            redis.Store,
            [OrderKeys.Payments(bucket)],
            (long)lease.TotalMilliseconds,
            (long)farthest.TotalMilliseconds,
            batch))!);
    }

    /// <summary>
    /// Looks at a part of a bucket's orders, newest first, and queues those that are pending but not in the queue.
    /// No crash leaves such an order, as both are changed in one step; a restored backup or a hand in the data may.
    /// </summary>
    /// <param name="after">The last order looked at, or <see langword="null"/> to begin with the newest.</param>
    /// <returns>Where to go on, if there are more, and how many were queued; nothing while it cannot be used.</returns>
    public async Task<(Cursor? Next, int Queued)> RequeueAsync(Bucket bucket, Cursor? after) =>
        (await Buckets.RunAsync([bucket], _ => RequeueHereAsync(bucket, after))).SingleOrDefault();

    /// <summary>Works on a payment, if its part of the store can be used.</summary>
    /// <returns>Whether that was done.</returns>
    public Task<bool> WorkOnAsync(string orderId, Func<Task> work) => Buckets.TryAsync(Bucket.Of(orderId), work);

    /// <summary>
    /// Makes a payment due again after a failed attempt, later each time; the jitter spreads what failed together.
    /// </summary>
    /// <returns>Failed attempts so far; 0 when the payment left the queue meanwhile.</returns>
    public async Task<int> PostponeAsync(string orderId) => (int)await _postpone.RunAsync(
        redis.Store,
        [OrderKeys.Order(orderId), OrderKeys.Payments(Bucket.Of(orderId))],
        orderId,
        (long)(_firstWait.TotalMilliseconds * Jitter(orderId)),
        (long)_longestWait.TotalMilliseconds);

    /// <summary>Takes a payment from the queue whose money is back.</summary>
    /// <param name="orderId">The order, which is refunded or declined and so never changes again.</param>
    public Task<bool> RemoveAsync(string orderId) =>
        redis.Store.SortedSetRemoveAsync(OrderKeys.Payments(Bucket.Of(orderId)), orderId);

    /// <inheritdoc/>
    public void Dispose() => Bell.Dispose();

    private async Task<(Cursor? Next, int Queued)> RequeueHereAsync(Bucket bucket, Cursor? after)
    {
        var listed = await _orders.ReadAsync(bucket, after, RequeueBatch);
        if (listed.Count == 0)
        {
            return (null, 0);
        }

        var queued = (int)await _requeue.RunAsync(
            redis.Store,
            [OrderKeys.Payments(bucket), .. listed.Select(order => OrderKeys.Order(order.Id))],
            [.. listed.Select(order => order.Id)]);
        if (queued > 0)
        {
            Bell.Ring(bucket);
        }

        return (listed.Count == RequeueBatch ? listed[^1].Place : null, queued);
    }

    // Where there is less room than buckets, chance says which are looked into, so that none is always the last.
    private Bucket[] Draw(IReadOnlyList<Bucket> buckets, int count)
    {
        Bucket[] drawn = [.. buckets.Shuffle()];
        foreach (var left in drawn[count..])
        {
            Bell.Ring(left);
        }

        return drawn[..count];
    }

    /// <summary>
    /// A half to the whole, the same for an order each time, so that a simulated run can be repeated.
    /// </summary>
    private static double Jitter(string orderId) => 0.5 + (Bucket.Of(orderId).Index / (2.0 * Bucket.Count));
}
