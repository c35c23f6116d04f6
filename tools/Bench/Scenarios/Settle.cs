using System.Diagnostics;

namespace Bench.Scenarios;

/// <summary>How fast orders are settled while they are posted.</summary>
internal sealed class Settle : Scenario
{
    public override string Name => "settle";

    public override string About => """
        The same load with everything running. An order is settled when it is paid, Inventory has taken
        its stock and the receipt is back. Floor: the orders accepted meanwhile.
        """;

    public override async Task<IReadOnlyList<Measurement>> RunAsync(BenchOptions options)
    {
        await using var site = await Site.StartServersAsync(options);
        var book = new OrderBook(site);
        var productIds = OrderBook.ProductIds(options.Products);
        await book.AddHistoryAsync(options);
        await book.StockAsync(productIds);
        await site.StartServicesAsync();
        using var generator = await site.ConnectAsync(productIds);
        await generator.WarmUpAsync(options.WarmUp, [.. site.Inventory, .. site.Payment]);
        await site.SettledAsync();

        var before = await site.CpuAsync();
        var share = new Share(site);
        var clock = Stopwatch.StartNew();
        var answers = await generator.RunAsync(options.Duration);
        var (posted, backlog) = (clock.Elapsed, await site.UnsettledAsync());
        await site.SettledAsync();
        var settled = clock.Elapsed;
        var perSecond = answers.Accepted / settled.TotalSeconds;
        var cpu = await site.CpuAsync() - before;

        return
        [
            new("orders settled per second, from first post to last receipt", perSecond, answers.PerSecond),
            new("orders settled when the load ends", answers.Accepted - backlog, answers.Accepted),
            new("time to settle the rest, s", (settled - posted).TotalSeconds),
            .. new Latencies(answers.Times).Measure(null, 50, 99),
            .. cpu.PerOrder(answers.Accepted),
            .. share.Measure(),
            new("answers other than 201", answers.Refused),
            await site.AuditAsync(),
        ];
    }
}
