using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Inventory.Api.Controllers;
using Payment.Api.Controllers;
using Testing;

namespace Browser.Tests;

/// <summary>Both services as processes, each with a Redis of its own, and a console in Payment that shows both.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly RedisServer[] _servers;

    private Shop(RedisServer[] servers, (string Name, string Value)[] settings)
    {
        _servers = servers;
        var broker = servers[2].ConnectionString;
        Inventory = new ServiceProcess(
            typeof(ProductsController).Assembly,
            servers[0].ConnectionString,
            broker,
            [("Cors:Origins", "*"), .. settings]);
        Payment = new ServiceProcess(
            typeof(OrdersController).Assembly,
            servers[1].ConnectionString,
            broker,
            [("Console:Enabled", "true"), ("Console:Peer", $"{Inventory.Client.BaseAddress}"), .. settings]);
    }

    public RedisServer InventoryStore => _servers[0];

    public ServiceProcess Inventory { get; }

    public ServiceProcess Payment { get; }

    public string Page => $"{Payment.Client.BaseAddress}console";

    public static async Task<Shop> StartAsync(params (string Name, string Value)[] settings)
    {
        var shop = new Shop(
            await Task.WhenAll(RedisServer.StartAsync(), RedisServer.StartAsync(), RedisServer.StartAsync()), settings);
        try
        {
            await Task.WhenAll(shop.Inventory.StartAsync(), shop.Payment.StartAsync());
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts a product on offer.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> OfferAsync(string name, int quantity = 500, decimal price = 19.99m)
    {
        var answer = await Inventory.Client.PostAsJsonAsync("/products", new { name, price, quantity });
        return (string)(await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
    }

    public async Task<JsonNode> OrderAsync(string productId, int quantity = 1, decimal price = 19.99m)
    {
        using var answer = await Payment.Client.PostAsJsonAsync("/orders", new { productId, quantity, price });
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!;
    }

    /// <summary>Leaves a dead letter of a paid order at Inventory, as a bad release would.</summary>
    public async Task AddDeadLetterAsync(string orderId, string productId) =>
        await InventoryStore.Database.StreamAddAsync("dead-letters:order_completed",
        [
            new("entry", "1795000000000-0"),
            new("reason", "failed: a bad release"),
            new("deliveries", 5),
            new("size", 60),
            new("fields", $$"""{"pk":"{{orderId}}","product_id":"{{productId}}","quantity":"2"}"""),
        ]);

    public async ValueTask DisposeAsync()
    {
        Inventory.Dispose();
        Payment.Dispose();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }
}
