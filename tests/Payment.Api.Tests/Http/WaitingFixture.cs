using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Payment.Api.Controllers;
using Payment.Api.Orders;
using Payment.Api.Payments;
using Shared.Redis.Publishing;
using Testing;
using Order = Payment.Api.Orders.Order;

namespace Payment.Api.Tests.Http;

/// <summary>Two instances of Payment on one store, which pay nothing by themselves, and a clock that stands.</summary>
public abstract class WaitingFixture
{
    /// <summary>How long a test waits in earnest for what should come at once.</summary>
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private ServiceHost<OrdersController> _instance = null!;
    private ServiceHost<OrdersController> _other = null!;

    protected RedisServer Redis { get; private set; } = null!;

    protected FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_000_000));

    protected HttpClient Client => _instance.Client;

    /// <summary>The store of the instance that is asked.</summary>
    protected IOrderStore Store => _instance.Services.GetRequiredService<IOrderStore>();

    /// <summary>The store of the other instance.</summary>
    protected IOrderStore OtherStore => _other.Services.GetRequiredService<IOrderStore>();

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Redis = await RedisServer.StartAsync();
        _instance = NewInstance(Redis);
        _other = NewInstance(Redis);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _instance.DisposeAsync();
        await _other.DisposeAsync();
        await Redis.DisposeAsync();
    }

    [SetUp]
    public Task EmptyAsync() => Redis.Server.FlushAllDatabasesAsync();

    protected ServiceHost<OrdersController> NewInstance(
        RedisServer redis, Confirmation confirmation = Confirmation.Receipt) => new(
            redis.ConnectionString,
            redis.ConnectionString,
            new() { ["Outbox:Confirmation"] = $"{confirmation}" },
            services =>
            {
                services.Remove(services.Single(service => service.ImplementationType == typeof(PaymentProcessor)));
                services.AddSingleton<TimeProvider>(Time);
            });

    /// <summary>Comes back when so many wait.</summary>
    protected Task WaitingAsync(int count, ServiceHost<OrdersController>? instance = null)
    {
        var watch = (instance ?? _instance).Services.GetRequiredService<OrderWatch>();
        return Eventually.That(() => Task.FromResult(watch.Count), Is.EqualTo(count));
    }

    protected async Task<string> PlaceAsync(ServiceHost<OrdersController>? instance = null)
    {
        var order = Order.Place("p1", 3, 19.99m, 0.2m, Time.GetUtcNow());
        await (instance ?? _instance).Services.GetRequiredService<IOrderStore>().CreateAsync(order);
        return order.Id;
    }

    protected static async Task CompleteAsync(IOrderStore store, string id) =>
        await store.CompleteAsync((await store.FindAsync(id))!);

    /// <summary>Brings an order to one of the states that never change again.</summary>
    protected async Task FinishAsync(string id, string state)
    {
        switch (state)
        {
            case "refunded":
                await Store.RefundAsync(id, "price_changed");
                break;
            case "declined":
                await Store.DeclineAsync(id, "card_expired", mayBeCharged: false);
                break;
            default:
                await CompleteAsync(Store, id);
                await Store.ConfirmAsync([id]);
                break;
        }
    }

    protected Task<HttpResponseMessage> GetAsync(
        string id,
        string prefer = "wait=30",
        string? ifNoneMatch = null,
        HttpClient? client = null,
        CancellationToken aborted = default)
    {
        var request = Preferring(prefer, new(HttpMethod.Get, $"/orders/{id}"));
        if (ifNoneMatch is not null)
        {
            request.Headers.Add("If-None-Match", ifNoneMatch);
        }

        return (client ?? Client).SendAsync(request, aborted).WaitAsync(Soon, CancellationToken.None);
    }

    protected Task<HttpResponseMessage> PostAsync(string prefer, HttpClient? client = null)
    {
        var order = JsonContent.Create(new { productId = "p1", quantity = 3, price = 19.99 });
        var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = order };
        return (client ?? Client).SendAsync(Preferring(prefer, request)).WaitAsync(Soon);
    }

    protected static async Task<string> StatusAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString()!;

    private static HttpRequestMessage Preferring(string prefer, HttpRequestMessage request)
    {
        request.Headers.Add("Prefer", prefer.Split('|'));
        return request;
    }
}
