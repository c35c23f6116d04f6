using Inventory.Api.Products;
using Microsoft.Extensions.DependencyInjection;
using Payment.Api.Orders;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Publishing;
using StackExchange.Redis;
using Testing;

using Order = Payment.Api.Orders.Order;

namespace Bench;

/// <summary>Puts products and orders straight into the stores, by the services' own classes.</summary>
internal sealed class OrderBook
{
    private const decimal Price = 10;
    private const decimal FeeRate = 0.2m;
    private const int AmpleStock = 1_000_000_000;

    private readonly Site _site;
    private readonly IProductStore _products;
    private readonly IOrderStore _orders;

    public OrderBook(Site site)
    {
        _site = site;
        _products = Store<IProductStore>(site.InventoryStore, services => services.AddProducts());
        _orders = Store<IOrderStore>(site.PaymentStore, services => services.AddOrders());

        TStore Store<TStore>(RedisServer store, Action<IServiceCollection> register) where TStore : class
        {
            var redis = new DirectConnections(store.Database, site.Broker.Database);
            return new ServiceParts(redis, TimeProvider.System, register).Get<TStore>();
        }
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
        await Pipeline.RunAsync(orders, order => _orders.ConfirmAsync([order.Id]));
        await Pipeline.RunAsync(Bucket.All, DropOutboxAsync);
    }

    /// <summary>Carries all rows of the outbox to the broker, each with its receipt, as the relay would.</summary>
    public async Task PublishAsync()
    {
        foreach (var bucket in Bucket.All)
        {
            var rows = await _site.PaymentStore.Database.StreamRangeAsync(Outbox<OrderCompleted>.Key(bucket));
            await Pipeline.RunAsync(rows, row => _site.Broker.Database.StreamAddAsync(
                OrderCompleted.Stream, [.. row.Values, new("receipt", Token(bucket, row))]));
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

    private static RedisValue Token(Bucket bucket, StreamEntry row) =>
        new OutboxRow(bucket, row.Id, row[OrderCompleted.KeyField].ToString(), row.Values).Token;

    private Task DropOutboxAsync(Bucket bucket) =>
        _site.PaymentStore.Database.KeyDeleteAsync(Outbox<OrderCompleted>.Key(bucket));
}
