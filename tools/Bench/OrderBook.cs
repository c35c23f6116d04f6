using Inventory.Api.Products;
using Microsoft.Extensions.Logging.Abstractions;
using Payment.Api.Orders;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Publishing;
using StackExchange.Redis;

using Order = Payment.Api.Orders.Order;

namespace Bench;

/// <summary>Puts products and orders straight into the stores, by the services' own classes.</summary>
internal sealed class OrderBook
{
    private const decimal Price = 10;
    private const decimal FeeRate = 0.2m;
    private const int AmpleStock = 1_000_000_000;

    private readonly Site _site;
    private readonly RedisProductStore _products;
    private readonly RedisOrderStore _orders;

    public OrderBook(Site site)
    {
        _site = site;
        var inventory = new Servers(site.InventoryStore.Database, site.Broker.Database);
        var payment = new Servers(site.PaymentStore.Database, site.Broker.Database);
        _products = new(inventory, new Outbox<RefundOrder>(inventory, TimeProvider.System), TimeProvider.System);
        _orders = new(
            payment,
            new Outbox<OrderCompleted>(payment, TimeProvider.System),
            new PaymentQueue(payment, TimeProvider.System),
            TimeProvider.System,
            NullLogger<RedisOrderStore>.Instance);
    }

    /// <summary>The body of a request that orders one unit of a product.</summary>
    public static string Body(string productId) =>
        FormattableString.Invariant($$"""{"productId":"{{productId}}","quantity":1,"price":{{Price}}}""");

    /// <summary>New ids of products.</summary>
    public static string[] ProductIds(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7().ToString())];

    /// <summary>New orders of one unit each, of these products in turn.</summary>
    public static Order[] Orders(int count, string[] productIds) =>
    [
        .. Enumerable.Range(0, count).Select(
            i => Order.Place(productIds[i % productIds.Length], 1, Price, FeeRate, DateTimeOffset.UtcNow)),
    ];

    /// <summary>Adds products, by default with more units than will ever be ordered.</summary>
    public Task StockAsync(IEnumerable<string> productIds, int quantity = AmpleStock) =>
        Pipeline.RunAsync(productIds, id => _products.CreateAsync(new Product(id, "cup", Price, quantity)));

    /// <summary>Adds orders whose payment is due.</summary>
    public Task PlaceAsync(IEnumerable<Order> orders) => Pipeline.RunAsync(orders, _orders.CreateAsync);

    /// <summary>Completes placed orders; their rows are in the outbox.</summary>
    public Task CompleteAsync(IEnumerable<Order> orders) => Pipeline.RunAsync(orders, _orders.CompleteAsync);

    /// <summary>Adds orders that are settled on both sides, and products for them.</summary>
    public async Task AddHistoryAsync(BenchOptions options)
    {
        var productIds = ProductIds(options.Products);
        var orders = Orders(options.Stored, productIds);
        await StockAsync(productIds);
        await PlaceAsync(orders);
        await CompleteAsync(orders);
        await Pipeline.RunAsync(orders, order => _products.ReserveAsync(order.ToEvent(order.CreatedAt)));
        await Pipeline.RunAsync(Bucket.All, DropOutboxAsync);
    }

    /// <summary>Carries all rows of the outbox to the broker, each with its receipt, as the relay would.</summary>
    public async Task PublishAsync()
    {
        foreach (var bucket in Bucket.All)
        {
            var rows = await _site.PaymentStore.Database.StreamRangeAsync(Outbox<OrderCompleted>.Key(bucket));
            await Pipeline.RunAsync(rows, row => _site.Broker.Database.StreamAddAsync(
                OrderCompleted.Stream, [.. row.Values, new("receipt", new OutboxRow(bucket, row.Id, []).Token)]));
            await DropOutboxAsync(bucket);
        }
    }

    /// <summary>Makes due what a stopped instance had claimed; by itself that is due when its lease ends.</summary>
    public Task EndLeasesAsync() => Pipeline.RunAsync(Bucket.All, async bucket =>
    {
        var (store, now) = (_site.PaymentStore.Database, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        var payments = OrderKeys.Payments(bucket);
        var claimed = await store.SortedSetRangeByScoreAsync(payments, start: now);
        await store.SortedSetAddAsync(payments, [.. claimed.Select(id => new SortedSetEntry(id, now))]);
    });

    private Task DropOutboxAsync(Bucket bucket) =>
        _site.PaymentStore.Database.KeyDeleteAsync(Outbox<OrderCompleted>.Key(bucket));

    private sealed record Servers(IDatabase Store, IDatabase Broker) : IRedisServers
    {
        public IDatabase Reader => Broker;
    }
}
