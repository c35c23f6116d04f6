using Payment.Api.Orders;
using Shared.Redis;

namespace Payment.Api.Payments;

/// <summary>
/// The orders that wait for their payment, by due time. A claim only moves the due time to the end of its lease;
/// an order leaves the queue in the same step that decides its payment. So it can be late, but never lost.
/// </summary>
public sealed class PaymentQueue(RedisConnections redis, TimeProvider time) : IDisposable
{
    private const int BatchSize = 64;

    private static readonly TimeSpan _firstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(30);
    private static readonly Script _claim = Script.Load<PaymentQueue>("claim_payments");
    private static readonly Script _postpone = Script.Load<PaymentQueue>("postpone_payment");

    /// <summary>Rung for each payment queued by this process.</summary>
    public Doorbell Bell { get; } = new();

    /// <summary>Takes payments that are due.</summary>
    /// <param name="buckets">Where to look.</param>
    /// <param name="lease">How long they are this instance's own.</param>
    /// <returns>Ids of the orders.</returns>
    public async Task<IReadOnlyList<string>> ClaimAsync(IReadOnlyList<Bucket> buckets, TimeSpan lease)
    {
        var now = time.GetUtcNow();
        var batches = await Task.WhenAll(buckets.Select(async bucket =>
        {
            var ids = (string[])(await _claim.RunAsync(
                redis.Store,
                [OrderKeys.Payments(bucket)],
                now.ToUnixTimeMilliseconds(),
                (now + lease).ToUnixTimeMilliseconds(),
                BatchSize))!;
            if (ids.Length == BatchSize)
            {
                Bell.Ring(bucket); // There may be more.
            }

            return ids;
        }));
        return [.. batches.SelectMany(batch => batch)];
    }

    /// <summary>Makes a payment due again after a failed attempt, later each time; the jitter spreads what failed together.</summary>
    /// <param name="orderId">The order.</param>
    /// <returns>Failed attempts so far.</returns>
    public async Task<int> PostponeAsync(string orderId) => (int)await _postpone.RunAsync(
        redis.Store,
        [OrderKeys.Order(orderId), OrderKeys.Payments(Bucket.Of(orderId))],
        orderId,
        time.GetUtcNow().ToUnixTimeMilliseconds(),
        (long)(_firstWait.TotalMilliseconds * (0.5 + (Random.Shared.NextDouble() / 2))),
        (long)_longestWait.TotalMilliseconds);

    /// <inheritdoc/>
    public void Dispose() => Bell.Dispose();
}
