using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Payment.Api.Orders;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Publishing;
using StackExchange.Redis;
using Testing;

using Order = Payment.Api.Orders.Order;

namespace Payment.Api.Tests.Orders;

/// <summary>The store and the payment queue of Payment on a Redis of their own.</summary>
public abstract class OrderStoreFixture
{
    private RedisConnections _connections = null!;
    private ServiceParts _parts = null!;

    protected RedisServer Redis { get; private set; } = null!;

    protected FakeTimeProvider Time { get; private set; } = null!;

    protected Outbox<OrderCompleted> Outbox => _parts.Get<Outbox<OrderCompleted>>();

    protected PaymentQueue Queue => _parts.Get<PaymentQueue>();

    protected IOrderStore Store => _parts.Get<IOrderStore>();

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
        Time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_000_000));
        _parts = new ServiceParts(_connections, Time, services => services.AddOrders());
    }

    [TearDown]
    public void Dispose() => _parts.Dispose();

    protected virtual Task<RedisServer> StartRedisAsync() => RedisServer.StartAsync();

    /// <summary>A queue as another instance of the service has it.</summary>
    protected PaymentQueue NewQueue() => new(_connections, Time, NullLogger<PaymentQueue>.Instance);

    protected async Task<Order> CreateAsync(
        string id = "o1", decimal price = 19.99m, int quantity = 3, decimal feeRate = 0.2m)
    {
        var order = Order.Place("p1", quantity, price, feeRate, Time.GetUtcNow()) with { Id = id };
        await Store.CreateAsync(order);
        return order;
    }

    /// <summary>An order that has come to a status.</summary>
    protected async Task CreateInAsync(OrderStatus status)
    {
        await CreateAsync();
        if (status != OrderStatus.Pending)
        {
            await DecideAsync(status);
        }
    }

    protected Task<Decision> DecideAsync(OrderStatus decision, string id = "o1") => decision switch
    {
        OrderStatus.Completed =>
            Store.CompleteAsync(Order.Place("p1", 3, 19.99m, 0.2m, Time.GetUtcNow()) with { Id = id }),
        OrderStatus.Declined => Store.DeclineAsync(id, "card_expired", mayBeCharged: false),
        _ => Store.RefundAsync(id, "insufficient_stock"),
    };

    protected async Task<OrderStatus?> StatusAsync(string id = "o1") => (await Store.FindAsync(id))?.Status;

    /// <summary>How long until a payment is due by the store's clock; <see langword="null"/> when not queued.</summary>
    protected async Task<TimeSpan?> DueInAsync(string id = "o1") =>
        await Redis.Database.SortedSetScoreAsync(OrderKeys.Payments(Bucket.Of(id)), id) is { } due
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)due) - await Redis.Server.TimeAsync()
            : null;

    /// <summary>Another order than <c>o1</c>, in its bucket.</summary>
    protected static string Neighbour { get; } =
        Enumerable.Range(2, 1000).Select(number => $"o{number}").First(id => Bucket.Of(id) == Bucket.Of("o1"));

    /// <summary>
    /// Lets time pass for the store. Nobody can set its clock, so every due time comes nearer instead; the time that
    /// really passes is on top.
    /// </summary>
    protected async Task PassAsync(TimeSpan time)
    {
        foreach (var payments in Bucket.All.Select(OrderKeys.Payments))
        {
            foreach (var payment in await Redis.Database.SortedSetRangeByRankAsync(payments))
            {
                await Redis.Database.SortedSetDecrementAsync(payments, payment, time.TotalMilliseconds);
            }
        }
    }

    /// <summary>The rows that wait in the outbox of an order's bucket.</summary>
    protected async Task<IReadOnlyList<Dictionary<string, string>>> OutboxAsync(string id = "o1")
    {
        var rows = await Redis.Database.StreamRangeAsync(Outbox<OrderCompleted>.Key(Bucket.Of(id)));
        return [.. rows.Select(row => row.Values.ToDictionary(
            field => field.Name.ToString(), field => field.Value.ToString()))];
    }
}
