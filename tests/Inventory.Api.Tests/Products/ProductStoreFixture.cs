using Inventory.Api.Products;
using Microsoft.Extensions.Time.Testing;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Publishing;
using Shared.ServiceDefaults.Http;
using StackExchange.Redis;
using Testing;

namespace Inventory.Api.Tests.Products;

/// <summary>The store of Inventory on a Redis of its own.</summary>
public abstract class ProductStoreFixture
{
    private RedisConnections _connections = null!;
    private ServiceParts _parts = null!;

    protected RedisServer Redis { get; private set; } = null!;

    protected FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_000_000));

    protected Outbox<RefundOrder> Outbox => _parts.Get<Outbox<RefundOrder>>();

    protected IProductStore Store => _parts.Get<IProductStore>();

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Redis = await StartRedisAsync();
        _connections = await TestConnections.OpenAsync(Redis);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _connections.DisposeAsync();
        await Redis.DisposeAsync();
    }

    [SetUp]
    public async Task EmptyAsync()
    {
        await Redis.Server.FlushAllDatabasesAsync();
        _parts = new ServiceParts(_connections, Time, services => services.AddProducts());
    }

    [TearDown]
    public void Dispose() => _parts.Dispose();

    protected virtual Task<RedisServer> StartRedisAsync() => RedisServer.StartAsync();

    protected Task CreateAsync(int quantity = 5, decimal price = 10, string id = "p1") =>
        Store.CreateAsync(new Product(id, "Cup", price, quantity));

    /// <summary>Entity tags, as a client writes them.</summary>
    protected static EntityTags Tags(string text)
    {
        Assert.That(EntityTags.TryParse(text, out var tags), Is.True);
        return tags!;
    }

    protected static OrderCompleted Order(
        string id = "o1", int? quantity = 1, decimal? price = 10, string? productId = "p1") =>
        new()
        {
            OrderId = id,
            ProductId = productId,
            Quantity = quantity,
            Price = price,
            Fee = 2,
            Total = 12,
            Status = "completed",
        };

    /// <summary>Quantity, received and reserved of a product, after asserting that they agree.</summary>
    protected async Task<(int Quantity, int Received, int Reserved)> StockAsync(string productId = "p1")
    {
        var fields = await Redis.Database.HashGetAsync(
            ProductKeys.Product(productId), ["quantity", "received", "reserved"]);
        var (quantity, received, reserved) = ((int)fields[0], (int)fields[1], (int)fields[2]);
        Assert.That(quantity, Is.EqualTo(received - reserved), "conservation");
        return (quantity, received, reserved);
    }

    /// <summary>The rows that wait in the outbox of an id's bucket.</summary>
    protected async Task<IReadOnlyList<Dictionary<string, string>>> OutboxAsync(string id = "p1")
    {
        var rows = await Redis.Database.StreamRangeAsync(Outbox<RefundOrder>.Key(Bucket.Of(id)));
        return [.. rows.Select(row => row.Values.ToDictionary(
            field => field.Name.ToString(), field => field.Value.ToString()))];
    }
}
