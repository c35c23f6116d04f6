using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Audit;
using Inventory.Api.Controllers;
using Payment.Api.Controllers;
using Testing;

namespace EndToEnd.Tests.Topology;

/// <summary>Both services as processes on a Redis of more than one server, while customers order.</summary>
internal sealed class BusyShop : IAsyncDisposable
{
    private Customers? _customers;

    /// <param name="store">Where both services keep their own: they share no key.</param>
    /// <param name="broker">Where the streams are.</param>
    public BusyShop(string store, string broker)
    {
        (string, string)[] settings = [("Outbox:RetransmitAfter", "00:00:02")];
        Inventory = new ServiceProcess(typeof(ProductsController).Assembly, store, broker, settings);
        Payment = new ServiceProcess(typeof(OrdersController).Assembly, store, broker, settings);
    }

    public ServiceProcess Inventory { get; }

    public ServiceProcess Payment { get; }

    public Customers Customers => _customers!;

    /// <summary>Starts both services and waits until they work, and until the first customers are served.</summary>
    public static async Task<BusyShop> OpenAsync(string store, string broker, Func<string, bool>? suits = null)
    {
        var shop = new BusyShop(store, broker);
        try
        {
            await Task.WhenAll(shop.Inventory.StartAsync(), shop.Payment.StartAsync());
            await shop.IsHealthyAsync(within: TimeSpan.FromSeconds(10));
            await shop.LetCustomersInAsync(suits ?? (_ => true));
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until both services say that all is well.</summary>
    public async Task IsHealthyAsync(TimeSpan within)
    {
        await Eventually.That(Inventory.HealthAsync, Is.EqualTo("Healthy"), within);
        await Eventually.That(Payment.HealthAsync, Is.EqualTo("Healthy"), within);
    }

    /// <summary>Lets customers in, who order from two products of which there is plenty and one that is sold out.</summary>
    /// <param name="suits">Whether they may order a product, by its id.</param>
    public async Task LetCustomersInAsync(Func<string, bool> suits)
    {
        string[] products =
        [
            await CreateProductAsync(1_000_000, suits),
            await CreateProductAsync(1_000_000, suits),
            await CreateProductAsync(0, suits),
        ];
        _customers = new(Payment.Client, products);
        await Customers.AreServedAsync(TimeSpan.Zero);
    }

    /// <summary>Waits until every order that customers were told of is final.</summary>
    public Task SettlesAsync(TimeSpan within) =>
        Eventually.That(() => Customers.FirstUnsettledAsync(Customers.Acknowledged), Is.Null, within);

    /// <summary>Sends the customers home and checks that every order has had its effect exactly once.</summary>
    public async Task CloseAsync(Installation installation)
    {
        await Customers.LeaveAsync();
        await Eventually.That(
            async () => Report.Table([.. (await Invariants.CheckAsync(installation, Customers.Acknowledged))
                .Where(finding => finding.Violations.Count > 0)]),
            Is.EqualTo(Report.Table([])));
    }

    /// <summary>What Payment answers, and its status code.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(string path)
    {
        using var answer = await Payment.Client.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await (_customers?.LeaveAsync() ?? Task.CompletedTask);
        }
        finally
        {
            Inventory.Dispose();
            Payment.Dispose();
        }
    }

    private async Task<string> CreateProductAsync(int quantity, Func<string, bool> suits)
    {
        while (true)
        {
            using var answer = await Inventory.Client.PostAsJsonAsync(
                "/products", new { name = "cup", price = 10, quantity });
            answer.EnsureSuccessStatusCode();
            var id = (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
            if (suits(id))
            {
                return id;
            }
        }
    }
}
