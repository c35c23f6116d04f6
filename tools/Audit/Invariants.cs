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
        var confirmed = ledger.Orders.Values.Where(order => order.ConfirmedAt is not null);
        return
        [
            Each("an acknowledged order exists", acknowledged ?? [], ledger.Orders.ContainsKey, id => id),
            Each("an order's status is final", ledger.Orders.Values,
                order => order.Status is "completed" or "refunded" or "declined",
                order => $"{order.Id} is {order.Status}"),
            Each("quantity == received - reserved, never below zero", ledger.Products.Values,
                product => product.Quantity >= 0 && product.Quantity == product.Received - product.Reserved,
                product => $"{product}"),
            Each("stock taken == units of completed orders", ledger.Products.Values,
                product => product.Reserved == paid[product.Id].Sum(),
                product => $"{product.Id}: {product.Reserved} taken, {paid[product.Id].Sum()} paid for"),
            Each("a completed order has its stock", completed, HasStock, order => order.Id),
            Each("a completed order is confirmed, unless it is a dead letter", completed,
                order => order.ConfirmedAt is not null || !installation.Confirms
                    || ledger.SetAside.Contains(order.Id) || installation.Redriven.Contains(order.Id),
                order => order.Id),
            Each("a confirmed order is completed and has its stock", confirmed,
                order => order.Status == "completed" && HasStock(order),
                order => $"{order.Id} is {order.Status}"),
            Each("stock is taken only for completed orders", reserved,
                reservation => Status(reservation.OrderId) == "completed",
                reservation => $"{reservation.OrderId} is {Status(reservation.OrderId)}"),
            Each("one reservation per order", reservations, group => group.Count() == 1, group => group.Key),
            .. await AtRestAsync(installation),
        ];

        bool HasStock(OrderEntry order) =>
            reservations[order.Id].Any(reservation => reservation.Decision == "reserved");
        string Status(string orderId) => ledger.Orders.GetValueOrDefault(orderId)?.Status ?? "unknown";
    }

    /// <summary>What still moves. Nothing does once the services have had time to finish.</summary>
    public static async Task<IReadOnlyList<Finding>> AtRestAsync(Installation installation)
    {
        var (inventory, payment, broker) = installation;
        List<(string Name, long Length)> queues =
        [
            .. await UnreleasedAsync<RefundOrder>("inventory", inventory),
            .. await UnreleasedAsync<OrderCompleted>("payment", payment),
            .. await UnacknowledgedAsync<RefundOrder>(broker, [RefundOrder.Group]),
            .. await UnacknowledgedAsync<OrderCompleted>(broker, installation.Groups),
        ];
        foreach (var payments in Bucket.All.Select(OrderKeys.Payments))
        {
            queues.Add(($"payment {payments}", await payment.SortedSetLengthAsync(payments)));
        }

        return
        [
            Each("outboxes, queues, pending lists and receipts are empty", queues,
                queue => queue.Length == 0, queue => $"{queue.Name}: {queue.Length}"),
        ];
    }

    /// <summary>How far the groups of <c>order_completed</c> are behind that Payment does not wait for.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> OthersAsync(Installation installation)
    {
        var behind = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var group in await GroupsAsync(installation.Broker, OrderCompleted.Stream))
        {
            if (!installation.Groups.Contains(group.Name))
            {
                behind[group.Name] = await BehindAsync(installation.Broker, OrderCompleted.Stream, group.Name);
            }
        }

        return behind;
    }

    private static async Task<List<(string Name, long Length)>> UnreleasedAsync<TMessage>(string owner, IDatabase store)
        where TMessage : class, IStreamMessage<TMessage>
    {
        var queues = new List<(string, long)>();
        foreach (var bucket in Bucket.All)
        {
            var (outbox, returns) = (Outbox<TMessage>.Key(bucket), Outbox<TMessage>.ReturnsKey(bucket));
            queues.Add(($"{owner} {outbox}", await store.StreamLengthAsync(outbox)));
            queues.Add(($"{owner} {returns}", await store.HashLengthAsync(returns)));
        }

        return queues;
    }

    private static async Task<List<(string Name, long Length)>> UnacknowledgedAsync<TMessage>(
        IDatabase broker, IEnumerable<string> groups) where TMessage : class, IStreamMessage<TMessage>
    {
        var queues = new List<(string, long)>();
        foreach (var group in groups)
        {
            var receipts = $"{{{TMessage.Stream}}}:receipts:{group}";
            queues.Add((receipts, await broker.ListLengthAsync(receipts)));
            queues.Add((
                $"entries of {TMessage.Stream} that {group} has not acknowledged",
                await BehindAsync(broker, TMessage.Stream, group)));
        }

        return queues;
    }

    /// <summary>Pending entries and those behind the last one; the lag of XINFO is unknown after a restart.</summary>
    private static async Task<long> BehindAsync(IDatabase broker, string stream, string group)
    {
        var info = Array.Find(await GroupsAsync(broker, stream), candidate => candidate.Name == group);
        var unread = await broker.StreamRangeAsync(stream, $"({info.LastDeliveredId ?? "0-0"}", "+");
        return unread.Length + info.PendingMessageCount;
    }

    private static async Task<StreamGroupInfo[]> GroupsAsync(IDatabase broker, string stream) =>
        await broker.KeyExistsAsync(stream) ? await broker.StreamGroupInfoAsync(stream) : [];

    private static Finding Each<T>(
        string invariant, IEnumerable<T> things, Func<T, bool> holds, Func<T, string> describe)
    {
        var all = things.ToList();
        return new(invariant, all.Count, [.. all.Where(thing => !holds(thing)).Select(describe)]);
    }
}
