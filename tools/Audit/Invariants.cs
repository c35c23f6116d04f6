using Payment.Api.Orders;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Publishing;
using StackExchange.Redis;

namespace Audit;

/// <summary>The outcome of one check.</summary>
/// <param name="Invariant">What has to hold.</param>
/// <param name="Checked">How many things were looked at.</param>
/// <param name="Violations">A line for each that does not hold.</param>
public sealed record Finding(string Invariant, long Checked, IReadOnlyList<string> Violations);

/// <summary>What holds in every installation once it has come to rest, whatever happened before.</summary>
public static class Invariants
{
    /// <summary>Checks all of them.</summary>
    /// <param name="installation">The servers.</param>
    /// <param name="acknowledged">Ids of the orders that clients were told of, if somebody kept a journal.</param>
    public static async Task<IReadOnlyList<Finding>> CheckAsync(
        Installation installation, IReadOnlyCollection<string>? acknowledged = null)
    {
        var ledger = await Ledger.ReadAsync(installation);
        var reservations = ledger.Reservations.ToLookup(reservation => reservation.OrderId);
        var reserved = ledger.Reservations.Where(reservation => reservation.Decision == "reserved").ToList();
        var completed = ledger.Orders.Values.Where(order => order.Status == "completed").ToList();
        var paid = completed.ToLookup(order => order.ProductId, order => order.Quantity);
        return
        [
            Each("an acknowledged order exists", acknowledged ?? [], ledger.Orders.ContainsKey, id => id),
            Each("an order's status is final", ledger.Orders.Values,
                order => order.Status is "completed" or "refunded" or "declined",
                order => $"{order.Id} is {order.Status}"),
            Each("total == price x quantity + fee", ledger.Orders.Values,
                order => order.Total == (order.Price * order.Quantity) + order.Fee, order => $"{order}"),
            Each("quantity == received - reserved, never below zero", ledger.Products.Values,
                product => product.Quantity >= 0 && product.Quantity == product.Received - product.Reserved,
                product => $"{product}"),
            Each("stock taken == units of completed orders", ledger.Products.Values,
                product => product.Reserved == paid[product.Id].Sum(),
                product => $"{product.Id}: {product.Reserved} taken, {paid[product.Id].Sum()} paid for"),
            Each("a completed order has its stock", completed,
                order => reservations[order.Id].Any(reservation => reservation.Decision == "reserved"),
                order => order.Id),
            Each("stock is taken only for completed orders", reserved,
                reservation => Status(reservation.OrderId) == "completed",
                reservation => $"{reservation.OrderId} is {Status(reservation.OrderId)}"),
            Each("one reservation per order", reservations, group => group.Count() == 1, group => group.Key),
            .. await AtRestAsync(installation),
        ];

        string Status(string orderId) => ledger.Orders.GetValueOrDefault(orderId)?.Status ?? "unknown";
    }

    /// <summary>What still moves. Nothing does once the services have had time to finish.</summary>
    public static async Task<IReadOnlyList<Finding>> AtRestAsync(Installation installation)
    {
        var (inventory, payment, broker) = installation;
        var queues = new List<(string Name, long Length)>();
        foreach (var bucket in Bucket.All)
        {
            var (refunds, completions, payments) = (
                Outbox<RefundOrder>.Key(bucket),
                Outbox<OrderCompleted>.Key(bucket),
                OrderKeys.Payments(bucket));
            queues.Add(($"inventory {refunds}", await inventory.StreamLengthAsync(refunds)));
            queues.Add(($"payment {completions}", await payment.StreamLengthAsync(completions)));
            queues.Add(($"payment {payments}", await payment.SortedSetLengthAsync(payments)));
        }

        (string, string)[] groups =
            [(OrderCompleted.Stream, OrderCompleted.Group), (RefundOrder.Stream, RefundOrder.Group)];
        foreach (var (stream, group) in groups)
        {
            var unacknowledged = await UnacknowledgedAsync(broker, stream, group);
            queues.Add(($"receipts of {stream}", await broker.ListLengthAsync($"{{{stream}}}:receipts:{group}")));
            queues.Add(($"entries of {stream} that {group} has not acknowledged", unacknowledged));
        }

        return
        [
            Each("outboxes, queues, pending lists and receipts are empty", queues,
                queue => queue.Length == 0, queue => $"{queue.Name}: {queue.Length}"),
        ];
    }

    /// <summary>Pending entries and those behind the last one; the lag of XINFO is unknown after a restart.</summary>
    private static async Task<long> UnacknowledgedAsync(IDatabase broker, string stream, string group)
    {
        if (!await broker.KeyExistsAsync(stream))
        {
            return 0;
        }

        var groups = await broker.StreamGroupInfoAsync(stream);
        var info = Array.Find(groups, candidate => candidate.Name == group);
        var unread = await broker.StreamRangeAsync(stream, $"({info.LastDeliveredId ?? "0-0"}", "+");
        return unread.Length + info.PendingMessageCount;
    }

    private static Finding Each<T>(
        string invariant, IEnumerable<T> things, Func<T, bool> holds, Func<T, string> describe)
    {
        var all = things.ToList();
        return new(invariant, all.Count, [.. all.Where(thing => !holds(thing)).Select(describe)]);
    }
}
