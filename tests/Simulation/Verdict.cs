using Audit;
using Shared.Contracts;
using Shared.Redis;
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

    /// <summary>
    /// What an operator does after an outage of the provider: gives back to their stream the refunds that were tried
    /// too often meanwhile.
    /// </summary>
    /// <returns>Whether there were any.</returns>
    public static async Task<bool> RedriveAsync(Servers servers)
    {
        var letters = Refunds(servers);
        var failed = (await letters.ListAsync(null, MostLetters)).Items.Where(letter => letter.Reason.StartsWith("failed", StringComparison.Ordinal)).ToList();
        foreach (var letter in failed)
        {
            await letters.RedriveAsync(StreamId.TryParse(letter.Id, out var id) ? id : default);
        }

        return failed.Count > 0;
    }

    private static async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(Servers servers)
    {
        var completions = new DeadLetters(
            new DirectConnections(servers.InventoryStore, servers.Broker), OrderCompleted.Stream, TimeProvider.System);
        return
        [
            .. (await completions.ListAsync(null, MostLetters)).Items,
            .. (await Refunds(servers).ListAsync(null, MostLetters)).Items,
        ];
    }

    private static DeadLetters Refunds(Servers servers) =>
        new(new DirectConnections(servers.PaymentStore, servers.Broker), RefundOrder.Stream, TimeProvider.System);

    private static Finding Finding<T>(string invariant, IReadOnlyCollection<T> things, Func<T, bool> holds, Func<T, string> describe) =>
        new(invariant, things.Count, [.. things.Where(thing => !holds(thing)).Select(describe)]);
}
