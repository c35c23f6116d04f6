using Shared.Contracts;
using Testing;

namespace Bench.Scenarios;

/// <summary>What one order costs in the memory of Redis.</summary>
internal sealed class Memory : Scenario
{
    public override string Name => "memory";

    public override string About => """
        Bytes of Redis memory per order, while it waits for Inventory, and when it is settled and the
        stream is trimmed. The broker's should then be zero.
        """;

    public override async Task<IReadOnlyList<Measurement>> RunAsync(BenchOptions options)
    {
        await using var site = await Site.StartServersAsync(options);
        var book = new OrderBook(site);
        var productIds = OrderBook.ProductIds(options.Products);
        var orders = OrderBook.Orders(Math.Max(options.Entries / 5, 1), productIds);
        await book.StockAsync(productIds);
        await site.StartPaymentAsync();
        var empty = await UsedAsync(site);

        await book.PlaceAsync(orders);
        await Site.UntilAsync(async () => await StreamLengthAsync(site) == orders.Length);
        var waiting = await UsedAsync(site);

        await site.StartInventoryAsync();
        await site.SettledAsync();
        await Site.UntilAsync(async () => await StreamLengthAsync(site) == 0);
        var settled = await UsedAsync(site);
        return
        [
            PerOrder("broker, before retention", waiting.Broker - empty.Broker),
            PerOrder("broker, after retention", settled.Broker - empty.Broker),
            PerOrder("Payment's store, waiting for the receipt", waiting.Payment - empty.Payment),
            PerOrder("Payment's store, settled", settled.Payment - empty.Payment),
            PerOrder("Inventory's store, settled", settled.Inventory - empty.Inventory),
            await site.AuditAsync(),
        ];

        Measurement PerOrder(string what, double bytes) => new($"bytes per order, {what}", bytes / orders.Length);
    }

    private static Task<long> StreamLengthAsync(Site site) =>
        site.Broker.Database.StreamLengthAsync(OrderCompleted.Stream);

    private static async Task<(double Broker, double Payment, double Inventory)> UsedAsync(Site site) =>
        (await UsedAsync(site.Broker), await UsedAsync(site.PaymentStore), await UsedAsync(site.InventoryStore));

    // Without the buffers of its clients, which come with the services and not with the orders.
    private static async Task<double> UsedAsync(RedisServer server) =>
        await server.ReadInfoAsync("memory", "used_memory")
        - await server.ReadInfoAsync("memory", "mem_clients_normal");
}
