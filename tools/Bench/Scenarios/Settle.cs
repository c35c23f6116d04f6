using System.Diagnostics;
using Bench.Floor;

namespace Bench.Scenarios;

/// <summary>How fast orders are settled while they are posted, from a fresh process on.</summary>
internal sealed class Settle : Scenario
{
    public override string Name => "settle";

    public override string About => """
        POST /orders over 64 connections with everything running, without a pause for --warm-up and --seconds,
        to processes that have just become ready; once for one product and once for --products. An order is
        settled when it is paid, Inventory has taken its stock and the receipt is back. Cold: seconds 2 to 12,
        or a shorter warm-up; warm: the last --seconds. Floor: post's bare MVC host under the same load.
        """;

    public override async Task<IReadOnlyList<Measurement>> RunAsync(BenchOptions options)
    {
        var all = new List<Measurement>();
        foreach (var products in new[] { 1, options.Products }.Distinct())
        {
            var figures = await MeasureAsync(options with { Products = products });
            var prefix = products == 1 ? "1 product" : $"{products} products";
            all.AddRange(figures.Select(figure => figure with { Figure = $"{prefix}: {figure.Figure}" }));
        }

        return all;
    }

    private static async Task<IReadOnlyList<Measurement>> MeasureAsync(BenchOptions options)
    {
        var productIds = OrderBook.ProductIds(options.Products);
        var floor = await MeasureFloorAsync(productIds, options);

        await using var site = await Site.StartServersAsync(options);
        var book = new OrderBook(site);
        await book.AddHistoryAsync(options);
        await book.StockAsync(productIds);
        await site.StartServicesAsync();
        var share = new Share(site);
        var load = await Load.RunAsync(site, productIds, options);
        var rest = Stopwatch.StartNew();
        await site.SettledAsync();
        return
        [
            .. Compare(load, floor),
            new("time to settle the rest, s", rest.Elapsed.TotalSeconds),
            .. load.Answers.Since(options.WarmUp).Measure(floor.Answers.Since(options.WarmUp), 50, 99),
            .. share.Measure(),
            new("answers other than 201", load.Answers.Refused),
            await site.AuditAsync(),
        ];
    }

    private static async Task<Load> MeasureFloorAsync(string[] productIds, BenchOptions options)
    {
        await using var floor = await FloorSite.StartServerAsync(FloorKind.Mvc, options);
        await floor.StartAsync();
        return await Load.RunAsync(floor, productIds, options);
    }

    private static IEnumerable<Measurement> Compare(Load load, Load floor) =>
    [
        new("orders settled per second, warm", load.Warm.PerSecond, floor.Warm.PerSecond),
        new("orders settled per second, cold, beside warm", load.Cold.PerSecond, load.Warm.PerSecond),
        load.Warm.Cost.Of("the services and Redis", cpu => cpu.Measured, floor.Warm.Cost),
        load.Warm.Cost.Of("Payment", cpu => cpu.Payment),
        load.Warm.Cost.Of("Inventory", cpu => cpu.Inventory),
        load.Warm.Cost.Of("Payment's store", cpu => cpu.PaymentStore),
        load.Warm.Cost.Of("Inventory's store", cpu => cpu.InventoryStore),
        load.Warm.Cost.Of("the broker", cpu => cpu.Broker),
        load.Warm.Cost.Of("the generator", cpu => cpu.Generator, floor.Warm.Cost),
    ];
}
