using Audit;
using Shared.Contracts;
using Shared.Redis.Consuming;
using StackExchange.Redis;
using Testing;

namespace Simulation;

/// <summary>The invariants of the audit, and those that only who saw the orders and the provider can check.</summary>
internal sealed class Verdict(Installation installation, Scenario scenario, Workload workload, Gateway gateway)
{
    private const int MostLetters = 100_000;

    /// <summary>Which of the orders there are have not come to the right end, on either side of the provider.</summary>
    public async Task<Finding> UnsettledAsync() => Finding(
        "orders settle beside those of a newer version, in a full store, by wrong clocks", await OrdersAsync(),
        order => order.Status is not "pending" && IsPaidFor(order) && IsPossible(order), Describe);

    public async Task<bool> IsAtRestAsync() =>
        workload.IsEmpty
        && (await LettersAsync()).All(IsExpected)
        && (await BacklogAsync()).Violations.Count == 0
        && (await Invariants.AtRestAsync(installation)).All(finding => finding.Violations.Count == 0);

    public async Task<IReadOnlyList<Finding>> ReachAsync(IReadOnlyList<string> loopFaults)
    {
        var (orders, letters) = (await OrdersAsync(), await LettersAsync());
        var announced = orders.Where(order => scenario.AwaitsMail && order.CompletedAt is not null).ToList();
        var heard = await installation.InventoryStore.SetMembersAsync(MailHandler.Heard);
        var states = orders.ToDictionary(order => order.Id, order => order.State);
        return
        [
            .. await Invariants.CheckAsync(installation, workload.Acknowledged),
            Finding("the provider holds the money of completed orders and of no others", orders, IsPaidFor, Describe),
            Finding("an order at a wrong price or for no product is never completed", orders, IsPossible, Describe),
            Finding("an order above the provider's limit is declined", orders,
                order => order.Total <= Workload.DeclineAbove || order.Status == "declined", Describe),
            Finding("only what cannot be handled is a dead letter", letters,
                IsExpected, letter => $"{letter.Fields.GetValueOrDefault("pk")}: {letter.Reason}"),
            await BacklogAsync(),
            Finding("a third service that is waited for hears of every paid order", announced,
                order => heard.Contains(order.Id), Describe),
            Finding("an order is what its client was told that it is for good", workload.Told,
                told => states.GetValueOrDefault(told.Key) == told.Value, told => $"{told.Key} was {told.Value}"),
            Finding("a loop fails only when a server does", loopFaults, _ => false, fault => fault),
        ];
    }

    /// <summary>How many orders ended how.</summary>
    public async Task<string> OutcomesAsync() => string.Join(' ', (await OrdersAsync())
        .CountBy(order => order.Status)
        .OrderBy(count => count.Key, StringComparer.Ordinal)
        .Select(count => $"{count.Key}:{count.Value}"));

    private async Task<Finding> BacklogAsync()
    {
        var length = await installation.Broker.StreamLengthAsync(OrderCompleted.Stream);
        return Finding("a group that nobody waits for does not make its stream grow", [length],
            entries => entries <= scenario.MaxBacklog + (2 * Servers.TrimmedAtOnce), entries => $"{entries} entries");
    }

    private bool IsPaidFor(OrderEntry order) => gateway.Holds(order.Id) == order.Status is "completed";

    private bool IsPossible(OrderEntry order) => order.Status != "completed" || !workload.Impossible.Contains(order.Id);

    private static bool IsExpected(DeadLetter letter) => Garbage.IsIn(letter.Fields);

    private static string Describe(OrderEntry order) => $"{order.Id} is {order.Status}";

    private async Task<IReadOnlyList<OrderEntry>> OrdersAsync()
    {
        var ledger = await Ledger.ReadAsync(installation);
        return [.. ledger.Orders.Values.OrderBy(order => order.Id, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<DeadLetter>> LettersAsync()
    {
        var letters = new List<DeadLetter>();
        List<(IDatabase, Subscription)> lists =
        [
            (installation.InventoryStore, new Subscription<OrderCompleted>()),
            (installation.PaymentStore, new Subscription<RefundOrder>()),
        ];
        if (scenario.AwaitsMail)
        {
            lists.Add((installation.InventoryStore, new Subscription<OrderCompleted>(MailHandler.Group)));
        }

        foreach (var (store, subscription) in lists)
        {
            var connections = new DirectConnections(store, installation.Broker);
            var list = new DeadLetters(connections, subscription, MostLetters, handleAsync: null!);
            letters.AddRange((await list.ListAsync(null, MostLetters)).Items);
        }

        return letters;
    }

    private static Finding Finding<T>(
        string invariant, IReadOnlyCollection<T> things, Func<T, bool> holds, Func<T, string> describe) =>
        new(invariant, things.Count, [.. things.Where(thing => !holds(thing)).Select(describe)]);
}
