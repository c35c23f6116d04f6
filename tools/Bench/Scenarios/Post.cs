using Bench.Floor;

namespace Bench.Scenarios;

/// <summary>How fast orders are accepted, with nothing else going on.</summary>
internal sealed class Post : Scenario
{
    // They take turns, so that both meet the same moods of the machine.
    private const int Rounds = 2;

    public override string Name => "post";

    public override string About => """
        POST /orders over 64 connections; the gateway stands still meanwhile, so nothing else happens.
        Floor: the same host with a controller that validates the same body and does one HSET.
        """;

    public override async Task<IReadOnlyList<Measurement>> RunAsync(BenchOptions options)
    {
        await using var floor = await FloorSite.StartServerAsync(options);
        await using var site = await Site.StartServersAsync(options);
        var book = new OrderBook(site);
        var productIds = OrderBook.ProductIds(options.Products);
        await book.AddHistoryAsync(options);
        await book.StockAsync(productIds);
        await Task.WhenAll(floor.Service.StartAsync(), StartWithoutGatewayAsync(site, options));

        var (orders, least) = await MeasureAsync(site, floor, productIds, options);

        site.StopPayment();
        await book.EndLeasesAsync();
        await site.StartServicesAsync();
        return
        [
            new("orders accepted per second", orders.PerSecond, least.PerSecond),
            .. orders.Latencies.Measure(least.Latencies, 50, 99),
            .. orders.Cpu.PerOrder(orders.Accepted, least.Cpu, least.Accepted),
            new("answers other than 201", orders.Refused),
            await site.AuditAsync(),
        ];
    }

    // A charge does not end before the posts do.
    private static Task StartWithoutGatewayAsync(Site site, BenchOptions options)
    {
        var standstill = $"{(options.WarmUp + options.Duration) * 4:hh\\:mm\\:ss\\.fff}";
        return site.StartPaymentAsync(
            ("Payment:GatewayTimeout", standstill), ("Payment:Simulator:ProcessingTime", standstill));
    }

    private static async Task<(Posts Orders, Posts Least)> MeasureAsync(
        Site site, FloorSite floor, string[] productIds, BenchOptions options)
    {
        using var toFloor = await floor.ConnectAsync(productIds);
        using var toSite = await site.ConnectAsync(productIds);
        await toFloor.WarmUpAsync(options.WarmUp, [floor.Service]);
        await toSite.WarmUpAsync(options.WarmUp, site.Payment);
        var (orders, least) = (Posts.None, Posts.None);
        for (var round = 0; round < Rounds; round++)
        {
            least += await Posts.MeasureAsync(toFloor, floor.CpuAsync, options.Duration / Rounds);
            orders += await Posts.MeasureAsync(toSite, site.CpuAsync, options.Duration / Rounds);
        }

        return (orders, least);
    }
}
