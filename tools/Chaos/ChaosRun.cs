using System.Diagnostics;
using Audit;
using Chaos.Clocks;
using Chaos.Faults;

namespace Chaos;

/// <summary>One run: load and faults, then healing, then the audit.</summary>
internal sealed class ChaosRun(ChaosOptions options, TextWriter output)
{
    private static readonly TimeSpan _openingHours = TimeSpan.FromSeconds(5);

    /// <returns>The summary. Nothing that the run started is left when it returns.</returns>
    public async Task<Summary> RunAsync(CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("chaos-");
        var passed = false;
        try
        {
            var summary = await RunAsync(folder, stop);
            passed = summary.Passed;
            return summary;
        }
        finally
        {
            if (passed && !options.Keep)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                output.WriteLine($"Logs and data are in {folder.FullName}");
            }
        }
    }

    private async Task<Summary> RunAsync(DirectoryInfo folder, CancellationToken stop)
    {
        using var timeline = TextWriter.Synchronized(File.CreateText(Path.Combine(folder.FullName, "timeline.log")));
        void Log(string line)
        {
            timeline.WriteLine($"{DateTime.UtcNow:HH:mm:ss.fff} {line}");
            timeline.Flush();
        }

        var clocks = await ClockLibrary.TryBuildAsync(folder);
        if (clocks is null)
        {
            output.WriteLine("There is no C compiler (cc) that makes a library for Linux, so no clock jumps.");
        }

        await using var site = new Site(folder, clocks, options);
        var (processFaults, newerVersion) = (new ProcessFaults(site), new NewerVersion(site));
        var faults = Selected(site, processFaults, newerVersion);
        var schedule = new FaultSchedule(faults, options.Seed, options.MeanPause, Log);
        using var journal = new Journal(folder);
        var lag = new LagWatch(site);
        var promises = new Promises(site);
        var customers = new Customers(site, (orderId, productId) =>
        {
            journal.Add(orderId);
            lag.Watch(orderId, productId);
            promises.Watch(orderId);
        })
        {
            PerSecond = options.OrdersPerSecond,
        };
        var operation = new Operator(site);
        await OpenAsync(site, customers, stop);

        Log($"seed {options.Seed}, {options.Duration.TotalSeconds} s");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var settled = CancellationTokenSource.CreateLinkedTokenSource(stop);
        over.CancelAfter(options.Duration);
        var watching = Task.WhenAll(lag.RunAsync(settled.Token), promises.AskAsync(settled.Token));
        await Task.WhenAll(
            site.Absent == site.Payment
                ? new ForeignShop(site, options.OrdersPerSecond).SellAsync(options.Seed, over.Token)
                : customers.ShopAsync(options.Seed, over.Token),
            schedule.RunAsync(over.Token, stop),
            operation.WorkAsync(options.Seed, over.Token));
        stop.ThrowIfCancellationRequested();

        Log("healing");
        var ended = site.Instances.Where(instance => instance is { ShouldRun: true, Runs: false })
            .Select(instance => instance.Name).ToList();
        var flood = await Flood.MeasureAsync(site);
        var healing = Stopwatch.StartNew();
        var recovery = await new Recovery(site, lag, operation).RunAsync(newerVersion, stop);
        var healed = healing.Elapsed;
        Log($"at rest after {healed.TotalSeconds:0.0} s");
        await settled.CancelAsync();
        await watching;

        var ledger = await Ledger.ReadAsync(site.Installation);
        var (told, heard) = (promises.Told, site.Mail.Heard);
        return new Summary(options, customers, told, heard, operation, schedule.Counts, lag, healed, ledger,
        [
            .. await Invariants.CheckAsync(site.Installation with { Redriven = operation.Orders }, journal.Read()),
            promises.Check(ledger),
            .. recovery,
            .. flood,
            processFaults.GracefulStops,
            new("an instance ends only when it is told to", site.Instances.Count, ended),
            new("what was struck works again", schedule.Counts.Values.Sum(), schedule.Failures),
            .. operation.Findings,
        ]);
    }

    /// <summary>Stocks the shelves. Before Payment is away it takes some orders, which wait until it is back.</summary>
    private async Task OpenAsync(Site site, Customers customers, CancellationToken stop)
    {
        await site.OpenAsync(stop);
        await customers.StockShelvesAsync();
        if (site.Absent == site.Payment)
        {
            using var closing = CancellationTokenSource.CreateLinkedTokenSource(stop);
            closing.CancelAfter(_openingHours);
            await customers.ShopAsync(options.Seed, closing.Token);
        }

        site.SendAway();
    }

    private List<Fault> Selected(Site site, ProcessFaults processFaults, NewerVersion newerVersion)
    {
        var all = FaultKinds.Of(site, processFaults, newerVersion);
        if (options.Faults?.FirstOrDefault(kind => all.TrueForAll(fault => fault.Kind != kind)) is { } unknown)
        {
            var known = string.Join(", ", all.Select(fault => fault.Kind));
            throw new FormatException($"No such fault: {unknown}. There are {known}.");
        }

        return options.Faults is { } kinds ? [.. all.Where(fault => kinds.Contains(fault.Kind))] : all;
    }
}
