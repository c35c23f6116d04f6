using System.Diagnostics;
using Audit;
using Chaos.Faults;

namespace Chaos;

/// <summary>One run: load and faults, then healing, then the audit.</summary>
internal sealed class ChaosRun(ChaosOptions options, TextWriter output)
{
    private static readonly TimeSpan _timeToHeal = TimeSpan.FromSeconds(60);

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

        await using var site = new Site(folder, options.Settings);
        var processFaults = new ProcessFaults(site);
        var schedule = new FaultSchedule(Selected(processFaults, site), options.Seed, Log);
        await site.StartAsync(stop);

        using var journal = new Journal(folder);
        var lag = new LagWatch(site);
        var customers = new Customers(site, journal, lag, options.OrdersPerSecond);
        await customers.StockShelvesAsync();

        Log($"seed {options.Seed}, {options.Duration.TotalSeconds} s");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var settled = CancellationTokenSource.CreateLinkedTokenSource(stop);
        over.CancelAfter(options.Duration);
        var watching = lag.RunAsync(settled.Token);
        await Task.WhenAll(customers.ShopAsync(options.Seed, over.Token), schedule.RunAsync(over.Token, stop));
        stop.ThrowIfCancellationRequested();

        Log("healing");
        var ended = site.Instances.Where(instance => instance is { ShouldRun: true, Runs: false }).Select(instance => instance.Name).ToList();
        var healing = Stopwatch.StartNew();
        var unrest = await ComeToRestAsync(site, healing, stop);
        var healed = healing.Elapsed;
        Log($"at rest after {healed.TotalSeconds:0.0} s");
        await settled.CancelAsync();
        await watching;

        return new Summary(options, customers, schedule.Counts, lag, healed, await Ledger.ReadAsync(site.Installation),
        [
            .. await Invariants.CheckAsync(site.Installation, journal.Read()),
            unrest,
            processFaults.GracefulStops,
            new("an instance ends only when it is told to", site.Instances.Count, ended),
            new("what was struck works again", schedule.Counts.Values.Sum(), schedule.Failures),
            await PoisonCheck.RunAsync(site),
        ]);
    }

    private List<Fault> Selected(ProcessFaults processFaults, Site site)
    {
        List<Fault> all = [.. processFaults.All(), .. new RedisFaults(site).All(), .. new LinkFaults(site).All(), .. new StreamFaults(site).All()];
        if (options.Faults?.FirstOrDefault(kind => all.TrueForAll(fault => fault.Kind != kind)) is { } unknown)
        {
            throw new FormatException($"No such fault: {unknown}. There are {string.Join(", ", all.Select(fault => fault.Kind))}.");
        }

        return options.Faults is { } kinds ? [.. all.Where(fault => kinds.Contains(fault.Kind))] : all;
    }

    /// <summary>Mends everything and waits until nothing moves and every instance is ready, for as long as that may take.</summary>
    private static async Task<Finding> ComeToRestAsync(Site site, Stopwatch healing, CancellationToken stop)
    {
        try
        {
            await site.StartAsync(stop);
        }
        catch (TimeoutException)
        {
            // What did not start is not ready either, and is found below.
        }

        while (true)
        {
            var ready = await Task.WhenAll(site.Instances.Select(async instance => (instance.Name, Ready: await instance.AnswersAsync("/health/ready"))));
            List<string> restless =
            [
                .. (await Invariants.AtRestAsync(site.Installation)).SelectMany(finding => finding.Violations),
                .. ready.Where(instance => !instance.Ready).Select(instance => $"{instance.Name} is not ready"),
            ];
            if (restless.Count == 0 || healing.Elapsed > _timeToHeal)
            {
                return new Finding("at rest, and all instances ready, within 60 s", ready.Length, restless);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), stop);
        }
    }
}
