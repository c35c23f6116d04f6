using System.Diagnostics;
using Bench.Floor;

namespace Bench.Scenarios;

/// <summary>How fast due payments are worked off, to the receipt.</summary>
internal sealed class DrainPayment : Scenario
{
    public override string Name => "drain-payment";

    public override string About => """
        Payments are due in the store; then Payment and Inventory are started.
        Floor: the script that completes an order, alone and pipelined, for the same orders.
        """;

    public override async Task<IReadOnlyList<Measurement>> RunAsync(BenchOptions options)
    {
        await using var site = await Site.StartServersAsync(options);
        var book = new OrderBook(site);
        var productIds = OrderBook.ProductIds(options.Products);
        var orders = OrderBook.Orders(options.Entries, productIds);
        await book.PlaceAsync(orders);
        var floor = await BareScripts.CompleteAsync(site.PaymentStore.Database, orders);
        await site.PaymentStore.Database.ExecuteAsync("FLUSHALL");

        await book.AddHistoryAsync(options);
        await book.StockAsync(productIds);
        await book.PlaceAsync(orders);

        var before = await site.CpuAsync();
        await site.StartInventoryAsync();
        var drain = DrainedAsync(site, options.Entries);
        await site.StartPaymentAsync();
        var (paid, settled) = await drain;
        var cost = new Cost(await site.CpuAsync() - before, options.Entries);

        return
        [
            new("payments completed per second, from the first", options.Entries / paid.TotalSeconds, floor),
            new("orders settled per second, from the first", options.Entries / settled.TotalSeconds, floor),
            cost.Of("Payment", cpu => cpu.Payment),
            cost.Of("Inventory", cpu => cpu.Inventory),
            cost.Of("Redis", cpu => cpu.Redis),
            await site.AuditAsync(),
        ];
    }

    /// <returns>The time from the first payment to the last, and to the last receipt.</returns>
    private static async Task<(TimeSpan Paid, TimeSpan Settled)> DrainedAsync(Site site, int payments)
    {
        await Site.UntilAsync(async () => await site.UnpaidAsync() < payments);
        var clock = Stopwatch.StartNew();
        await Site.UntilAsync(async () => await site.UnpaidAsync() == 0);
        var paid = clock.Elapsed;
        await site.SettledAsync();
        return (paid, clock.Elapsed);
    }
}
