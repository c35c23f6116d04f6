using Audit;
using Shared.Contracts;
using Shared.Redis.Consuming;

namespace Simulation;

/// <summary>The invariants of the audit, and those that only somebody can check who also saw the orders and the provider.</summary>
internal static class Verdict
{
    private const int MostLetters = 100_000;

    public static async Task<bool> IsAtRestAsync(Servers servers, Workload workload) =>
        workload.IsEmpty && (await Invariants.AtRestAsync(servers.Installation)).All(finding => finding.Violations.Count == 0);

    public static async Task<(IReadOnlyList<Finding> Findings, string Outcomes)> ReachAsync(
        Servers servers, Workload workload, Gateway gateway, IReadOnlyList<string> loopFaults)
    {
        var orders = (await Ledger.ReadAsync(servers.Installation)).Orders.Values.OrderBy(order => order.Id, StringComparer.Ordinal).ToList();
        var letters = await DeadLettersAsync(servers);
        IReadOnlyList<Finding> findings =
        [
            .. await Invariants.CheckAsync(servers.Installation, workload.Acknowledged),
            Finding("the provider holds the money of completed orders and of no others", orders,
                order => gateway.Holds(order.Id) == order.Status is "completed", order => $"{order.Id} is {order.Status}"),
            Finding("an order at a wrong price or for no product is never completed", orders,
                order => order.Status != "completed" || !workload.Impossible.Contains(order.Id), order => order.Id),
            Finding("an order above the provider's limit is declined", orders,
                order => order.Total <= Workload.DeclineAbove || order.Status == "declined", order => $"{order.Id} is {order.Status}"),
            Finding("only what cannot be handled is a dead letter", letters,
                letter => Chaos.IsExpected(letter.Fields), letter => $"{letter.Fields.GetValueOrDefault("pk")}: {letter.Reason}"),
            Finding("a loop fails only when a server does", loopFaults, _ => false, fault => fault),
        ];
        var outcomes = orders.GroupBy(order => order.Status).OrderBy(group => group.Key, StringComparer.Ordinal);
        return (findings, string.Join(' ', outcomes.Select(group => $"{group.Key}:{group.Count()}")));
    }

    private static async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(Servers servers)
    {
        var letters = new List<DeadLetter>();
        foreach (var (store, stream) in new[] { (servers.InventoryStore, OrderCompleted.Stream), (servers.PaymentStore, RefundOrder.Stream) })
        {
            var page = await new DeadLetters(new DirectConnections(store, servers.Broker), stream, MostLetters, handleAsync: null!)
                .ListAsync(null, MostLetters);
            letters.AddRange(page.Items);
        }

        return letters;
    }

    private static Finding Finding<T>(string invariant, IReadOnlyCollection<T> things, Func<T, bool> holds, Func<T, string> describe) =>
        new(invariant, things.Count, [.. things.Where(thing => !holds(thing)).Select(describe)]);
}
