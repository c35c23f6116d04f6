using System.Diagnostics;
using System.Globalization;
using Audit;
using Inventory.Api.Products;
using Microsoft.Extensions.Time.Testing;
using Testing;

namespace Simulation;

/// <summary>What one seed came to.</summary>
public sealed record Result(
    int Seed, long Steps, uint Trace, TimeSpan Elapsed, Tally Faults, string Outcomes, IReadOnlyList<Finding> Findings)
{
    public IReadOnlyList<Finding> Broken => [.. Findings.Where(finding => finding.Violations.Count > 0)];

    public override string ToString()
    {
        var violations = Broken.Sum(finding => finding.Violations.Count);
        var seconds = Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return $"seed {Seed}: {Steps} steps, trace {Trace:x8}, {seconds} s"
            + $" | {Outcomes} | {Faults} | violations: {violations}";
    }
}

/// <summary>One seed from the first order to the audit.</summary>
public static class Run
{
    public static async Task<Result> SeedAsync(Servers servers, int seed, int orders, string sabotage = "none")
    {
        await servers.EmptyAsync();
        var watch = Stopwatch.StartNew();
        var random = new Random(seed);
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow); // Entry ids are times of the servers.
        var scenario = Scenario.Draw(random);
        var clocks = new Clocks(time, scenario.Instances);
        if (scenario.BeginsWithWrongClocks)
        {
            clocks.All.ToList().ForEach(clock => clock.Jump(random));
        }

        var (tally, gateway, garbage) = (new Tally(), new Gateway(Workload.DeclineAbove), new Garbage(servers, random));
        var workload = new Workload(orders, random, time.GetUtcNow());
        var taken = Sabotage.Find(sabotage) ?? throw new ArgumentException("No such sabotage.", nameof(sabotage));
        var loops = new ServiceLoops(servers, clocks, gateway, workload, scenario, taken, random);
        await StockAsync(servers, workload, time);

        var turns = new Turns();
        var delivery = new Delivery(turns, gateway, random, scenario.Wildness, tally);
        var chaos = new Chaos(servers, clocks, gateway, garbage, random, tally);
        var names = Enumerable.Range(0, scenario.Instances).ToList();
        var scheduler = new Scheduler(
            servers,
            [.. names.Select(loops.Inventory), .. names.Select(loops.Payment), loops.Mail()],
            time,
            turns,
            delivery,
            chaos,
            scenario,
            tally,
            random);
        await scheduler.DisturbAsync(() => workload.IsEmpty, extraSteps: orders * 4);
        await delivery.ExecuteLateAsync(long.MaxValue);

        var installation = servers.Installation with
        {
            Groups = scenario.Awaited,
            Confirms = taken.Confirms,
            Redriven = loops.Redriven,
        };
        var verdict = new Verdict(installation, scenario, workload, gateway);
        var findings = await new Recovery(servers, scheduler, scenario, chaos, garbage, verdict).CompleteAsync();
        var outcomes = await verdict.OutcomesAsync();
        return new Result(seed, scheduler.Steps, scheduler.Trace, watch.Elapsed, tally, outcomes, findings);
    }

    private static async Task StockAsync(Servers servers, Workload workload, TimeProvider time)
    {
        var connections = new DirectConnections(servers.InventoryStore, servers.Broker);
        using var parts = new ServiceParts(connections, time, services => services.AddProducts());
        foreach (var product in workload.Products)
        {
            await parts.Get<IProductStore>().CreateAsync(product);
        }
    }
}
