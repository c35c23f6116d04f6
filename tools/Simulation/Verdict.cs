using Audit;
using Shared.Contracts;
using Shared.Redis.Consuming;
using StackExchange.Redis;
using Testing;

namespace Simulation;

/// <summary>The invariants of the audit, and those that only who saw the orders and the provider can check.</summary>
internal sealed class Verdict(Servers servers, Workload workload, Gateway gateway)
{
    private const int MostLetters = 100_000;

    /// <summary>Which of the orders there are have not come to the right end, on either side of the provider.</summary>
    public async Task<Finding> UnsettledAsync() => Finding(
        "orders settle beside those of a newer version, in a full store, by wrong clocks", await OrdersAsync(),
        order => order.Status is not "pending" && IsPaidFor(order) && IsPossible(order), Describe);

    public async Task<bool> IsAtRestAsync() =>
        workload.IsEmpty
        && (await LettersAsync()).All(IsExpected)
        && (await Invariants.AtRestAsync(servers.Installation)).All(finding => finding.Violations.Count == 0);

    public async Task<IReadOnlyList<Finding>> ReachAsync(IReadOnlyList<string> loopFaults)
    {
        var (orders, letters) = (await OrdersAsync(), await LettersAsync());
        return
        [
            .. await Invariants.CheckAsync(servers.Installation, workload.Acknowledged),
            Finding("the provider holds the money of completed orders and of no others", orders, IsPaidFor, Describe),
            Finding("an order at a wrong price or for no product is never completed", orders, IsPossible, Describe),
            Finding("an order above the provider's limit is declined", orders,
                order => order.Total <= Workload.DeclineAbove || order.Status == "declined", Describe),
            Finding("only what cannot be handled is a dead letter", letters,
                IsExpected, letter => $"{letter.Fields.GetValueOrDefault("pk")}: {letter.Reason}"),
            Finding("a loop fails only when a server does", loopFaults, _ => false, fault => fault),
        ];
    }

    /// <summary>How many orders ended how.</summary>
    public async Task<string> OutcomesAsync() => string.Join(' ', (await OrdersAsync())
        .CountBy(order => order.Status)
        .OrderBy(count => count.Key, StringComparer.Ordinal)
        .Select(count => $"{count.Key}:{count.Value}"));

    private bool IsPaidFor(OrderEntry order) => gateway.Holds(order.Id) == order.Status is "completed";

    private bool IsPossible(OrderEntry order) => order.Status != "completed" || !workload.Impossible.Contains(order.Id);

    private static bool IsExpected(DeadLetter letter) => Garbage.IsIn(letter.Fields);

    private static string Describe(OrderEntry order) => $"{order.Id} is {order.Status}";

    private async Task<IReadOnlyList<OrderEntry>> OrdersAsync()
    {
        var ledger = await Ledger.ReadAsync(servers.Installation);
        return [.. ledger.Orders.Values.OrderBy(order => order.Id, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<DeadLetter>> LettersAsync()
    {
        var letters = new List<DeadLetter>();
        (IDatabase, Subscription)[] lists =
        [
            (servers.InventoryStore, new Subscription<OrderCompleted>()),
            (servers.PaymentStore, new Subscription<RefundOrder>()),
        ];
        foreach (var (store, subscription) in lists)
        {
            var connections = new DirectConnections(store, servers.Broker);
            var list = new DeadLetters(connections, subscription, MostLetters, handleAsync: null!);
            letters.AddRange((await list.ListAsync(null, MostLetters)).Items);
        }

        return letters;
    }

    private static Finding Finding<T>(
        string invariant, IReadOnlyCollection<T> things, Func<T, bool> holds, Func<T, string> describe) =>
        new(invariant, things.Count, [.. things.Where(thing => !holds(thing)).Select(describe)]);
}
