using System.Diagnostics;
using Bench.Floor;
using Shared.Contracts;
using StackExchange.Redis;

namespace Bench.Scenarios;

/// <summary>How fast Inventory works off what waits in the stream.</summary>
internal sealed class DrainInventory : Scenario
{
    public override string Name => "drain-inventory";

    public override string About => """
        Entries of order_completed wait on the broker; then Inventory is started.
        Floor: the script that takes the stock, alone and pipelined, for the same orders.
        """;

    public override async Task<IReadOnlyList<Measurement>> RunAsync(BenchOptions options)
    {
        await using var site = await Site.StartServersAsync(options);
        var book = new OrderBook(site);
        var productIds = OrderBook.ProductIds(options.Products);
        var orders = OrderBook.Orders(options.Entries, productIds);
        await book.StockAsync(productIds);
        var floor = await BareScripts.ReserveAsync(site.InventoryStore.Database, orders);
        await site.InventoryStore.Database.ExecuteAsync("FLUSHALL");

        await book.AddHistoryAsync(options);
        await book.StockAsync(productIds);
        await book.PlaceAsync(orders);
        await book.CompleteAsync(orders);
        await book.PublishAsync();

        var before = await site.CpuAsync();
        var drain = DrainedAsync(site.Broker.Database);
        await site.StartInventoryAsync();
        var elapsed = await drain;
        var cost = new Cost(await site.CpuAsync() - before, options.Entries);

        await site.StartPaymentAsync(); // for the receipts
        return
        [
            new("entries handled per second, from the first", options.Entries / elapsed.TotalSeconds, floor),
            cost.Of("Inventory", cpu => cpu.Inventory),
            cost.Of("Redis", cpu => cpu.Redis),
            await site.AuditAsync(),
        ];
    }

    /// <returns>The time from the first delivery to the last acknowledgement.</returns>
    private static async Task<TimeSpan> DrainedAsync(IDatabase broker)
    {
        var last = (await broker.StreamInfoAsync(OrderCompleted.Stream)).LastEntry.Id;
        await UntilAsync(group => group.LastDeliveredId is { } id && id != "0-0");
        var clock = Stopwatch.StartNew();
        await UntilAsync(group => group.LastDeliveredId == last && group.PendingMessageCount == 0);
        return clock.Elapsed;

        Task UntilAsync(Func<StreamGroupInfo, bool> condition) => Site.UntilAsync(async () =>
            await broker.StreamGroupInfoAsync(OrderCompleted.Stream) is [var group, ..] && condition(group));
    }
}
