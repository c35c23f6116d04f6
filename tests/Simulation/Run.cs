using System.Diagnostics;
using System.Globalization;
using Audit;
using Inventory.Api.Products;
using Microsoft.Extensions.Time.Testing;
using Shared.Contracts;
using Shared.Redis.Publishing;

namespace Simulation;

/// <summary>What one seed came to.</summary>
public sealed record Result(
    int Seed, long Steps, uint Trace, TimeSpan Elapsed, Tally Faults, string Outcomes, IReadOnlyList<Finding> Findings)
{
    public IReadOnlyList<Finding> Broken => [.. Findings.Where(finding => finding.Violations.Count > 0)];

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {Seed}: {Steps} steps, trace {Trace:x8}, {Elapsed.TotalSeconds:0.0} s | {Outcomes} | {Faults} | violations: {Broken.Sum(finding => finding.Violations.Count)}");
}

/// <summary>One seed from the first order to the audit.</summary>
public static class Run
{
    public static async Task<Result> SeedAsync(Servers servers, int seed, int orders, string sabotage = "none")
    {
        await servers.EmptyAsync();
        var watch = Stopwatch.StartNew();
        var random = new Random(seed);
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow); // Entry ids are times of the servers.
        var (tally, gateway) = (new Tally(), new Gateway(Workload.DeclineAbove));
        var workload = new Workload(orders, random, clock.GetUtcNow());
        var taken = Sabotage.Find(sabotage) ?? throw new ArgumentException($"No such sabotage: {sabotage}", nameof(sabotage));
        var loops = new ServiceLoops(servers, clock, gateway, workload, taken, batchSize: random.GetItems([1, 8, 64], 1)[0]);
        await StockAsync(servers, workload, clock);

        // One instance has nobody to repair what it left undone; two race.
        var names = Enumerable.Range(1, random.Next(4) == 0 ? 1 : 2).ToList();
        ServiceInstance[] instances =
        [
            .. names.Select(name => new ServiceInstance(servers.InventoryStore, () => loops.Inventory($"inventory-{name}"))),
            .. names.Select(name => new ServiceInstance(servers.PaymentStore, () => loops.Payment($"payment-{name}"))),
        ];
        // Calm seeds let long chains of events happen, wild ones put many faults into one iteration.
        var wildness = random.GetItems([0.3, 1, 1, 3], 1)[0];
        var turns = new Turns();
        var scheduler = new Scheduler(
            servers,
            instances,
            clock,
            turns,
            new Delivery(turns, gateway, random, wildness, tally),
            new Chaos(servers, gateway, random, tally),
            random,
            wildness);
        await scheduler.DisturbAsync(() => workload.IsEmpty, extraSteps: orders * 4);
        await scheduler.HealAsync(() => Verdict.IsAtRestAsync(servers, workload));

        var (findings, outcomes) = await Verdict.ReachAsync(servers, workload, gateway, scheduler.LoopFaults);
        return new Result(seed, scheduler.Steps, scheduler.Trace, watch.Elapsed, tally, outcomes, findings);
    }

    private static async Task StockAsync(Servers servers, Workload workload, TimeProvider clock)
    {
        var connections = new DirectConnections(servers.InventoryStore, servers.Broker);
        var store = new RedisProductStore(connections, new Outbox(connections, RefundOrder.Stream, clock), clock);
        foreach (var product in workload.Products)
        {
            await store.CreateAsync(product);
        }
    }
}
