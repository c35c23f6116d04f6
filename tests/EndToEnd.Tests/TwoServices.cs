using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Inventory.Api.Controllers;
using Payment.Api.Controllers;
using Payment.Api.Orders;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Consuming;
using Shared.Redis.Publishing;
using StackExchange.Redis;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Both services as processes, each with a Redis of its own, and the Redis of the streams.</summary>
internal sealed class TwoServices : IAsyncDisposable
{
    private TwoServices(
        RedisServer[] servers, Func<string, RedisServer, string> route, (string Name, string Value)[] settings)
    {
        (InventoryStore, PaymentStore, Broker) = (servers[0], servers[1], servers[2]);
        Inventory = new ServiceProcess(
            typeof(ProductsController).Assembly,
            route("Inventory", InventoryStore),
            route("Inventory", Broker),
            settings);
        Payment = new ServiceProcess(
            typeof(OrdersController).Assembly,
            route("Payment", PaymentStore),
            route("Payment", Broker),
            settings);
    }

    public RedisServer InventoryStore { get; }

    public RedisServer PaymentStore { get; }

    public RedisServer Broker { get; }

    public ServiceProcess Inventory { get; }

    public ServiceProcess Payment { get; }

    /// <summary>Starts the three servers and both services.</summary>
    public static async Task<TwoServices> StartAsync(params (string Name, string Value)[] settings)
    {
        var services = await StartServersAsync(settings);
        await services.StartBothAsync();
        return services;
    }

    /// <summary>Starts the three servers only.</summary>
    public static Task<TwoServices> StartServersAsync(params (string Name, string Value)[] settings) =>
        StartServersAsync((_, server) => server.ConnectionString, settings);

    /// <summary>Starts the three servers only; the services will reach them by a route of the test's own.</summary>
    /// <param name="route">The connection string with which a service, by name, reaches a server.</param>
    /// <param name="settings">Settings of both services.</param>
    public static async Task<TwoServices> StartServersAsync(
        Func<string, RedisServer, string> route, (string Name, string Value)[] settings) => new(
        await Task.WhenAll(RedisServer.StartAsync(), RedisServer.StartAsync(), RedisServer.StartAsync()),
        route,
        settings);

    /// <summary>Starts everything as in containers: with users, of which each may do what it needs.</summary>
    /// <param name="secrets">The passwords and rules.</param>
    public static async Task<TwoServices> StartGuardedAsync(Secrets secrets)
    {
        var servers = await secrets.StartServersAsync();
        var services = new TwoServices(
            servers,
            (service, server) => secrets.Connection(service, server == servers[2] ? "Broker" : "Store", server),
            []);
        await services.StartBothAsync();
        return services;
    }

    /// <summary>Starts both services on one server, as on a developer's machine.</summary>
    public static async Task<TwoServices> StartOnOneServerAsync()
    {
        var server = await RedisServer.StartAsync();
        var services = new TwoServices([server, server, server], (_, one) => one.ConnectionString, []);
        await services.StartBothAsync();
        return services;
    }

    /// <summary>Starts both services, or leaves nothing behind: nobody else would end what did start.</summary>
    public async Task StartBothAsync()
    {
        try
        {
            await Task.WhenAll(Inventory.StartAsync(), Payment.StartAsync());
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async Task<string> CreateProductAsync(int quantity, decimal price = 10)
    {
        var answer = await Inventory.Client.PostAsJsonAsync("/products", new { name = "cup", price, quantity });
        return (string)(await ReadAsync(answer))["id"]!;
    }

    public async Task<string> PlaceOrderAsync(string productId, int quantity, decimal price = 10)
    {
        var answer = await Payment.Client.PostAsJsonAsync("/orders", new { productId, quantity, price });
        return (string)(await ReadAsync(answer))["id"]!;
    }

    public Task<JsonNode> OrderAsync(string id) => GetAsync(Payment.Client, $"/orders/{id}");

    public async Task<string> StatusAsync(string id) => (string)(await OrderAsync(id))["status"]!;

    public async Task<int> StockAsync(string productId) =>
        (int)(await GetAsync(Inventory.Client, $"/products/{productId}"))["quantity"]!;

    /// <summary>What is still under way: payments, outbox rows, unacknowledged entries and receipts.</summary>
    public async Task<long> UnderWayAsync()
    {
        var total = 0L;
        foreach (var bucket in Bucket.All)
        {
            total += await InventoryStore.Database.StreamLengthAsync(Outbox<RefundOrder>.Key(bucket));
            total += await PaymentStore.Database.StreamLengthAsync(Outbox<OrderCompleted>.Key(bucket));
            total += await PaymentStore.Database.SortedSetLengthAsync(OrderKeys.Payments(bucket));
        }

        foreach (RedisKey stream in new[] { OrderCompleted.Stream, RefundOrder.Stream })
        {
            var groups = await Broker.Database.StreamGroupInfoAsync(stream);
            total += groups.Sum(group => group.PendingMessageCount + (group.Lag ?? 0));
            foreach (var group in groups)
            {
                total += await Broker.Database.ListLengthAsync($"{{{stream}}}:receipts:{group.Name}");
            }
        }

        return total;
    }

    public async Task<long> DeadLettersAsync() =>
        await InventoryStore.Database.StreamLengthAsync(new Subscription<OrderCompleted>().DeadLetters)
        + await PaymentStore.Database.StreamLengthAsync(new Subscription<RefundOrder>().DeadLetters);

    public async ValueTask DisposeAsync()
    {
        Inventory.Dispose();
        Payment.Dispose();
        foreach (var server in new[] { InventoryStore, PaymentStore, Broker }.Distinct())
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<JsonNode> GetAsync(HttpClient client, string path) =>
        await ReadAsync(await client.GetAsync(path));

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.IsSuccessStatusCode, Is.True, $"{answer.StatusCode} {body}");
        return JsonNode.Parse(body)!;
    }
}
