using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Testing;

namespace Deployment.Tests;

/// <summary>The system as <c>dotnet run apphost.cs</c> starts it, with its dashboard.</summary>
public sealed class AppHostTests
{
    private const string Healthy = "\"status\":\"Healthy\"";

    private readonly int _redis = Ports.Free();
    private readonly Uri _inventory = AppHost.Address(), _payment = AppHost.Address();
    private AppHost _host = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _host = AppHost.Start(
            "--redis-port", $"{_redis}",
            "--inventory-port", $"{_inventory.Port}", "--payment-port", $"{_payment.Port}");
        await _host.AnswersAsync(_inventory, "health/ready", Healthy);
        await _host.AnswersAsync(_payment, "health/ready", Healthy);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
            Directory.Delete(Path.Combine(Manifests.Repository, ".data", $"{_redis}"), recursive: true);
        }
    }

    [Test]
    public async Task An_order_is_confirmed()
    {
        var product = await PostAsync(_inventory, "products", """{"name": "Lamp", "price": 19.99, "quantity": 5}""");

        var order = await PostAsync(
            _payment, "orders", $$"""{"productId": "{{product["id"]}}", "quantity": 3, "price": 19.99}""");

        await _host.AnswersAsync(_payment, $"orders/{order["id"]}", "confirmedAt");
    }

    [TestCase("inventory")]
    [TestCase("payment")]
    public Task The_dashboard_has_the_traces_metrics_and_logs_of(string service) => _host.AnswersAsync(
        _host.Dashboard,
        "api/telemetry/resources",
        $$"""{"name":"{{service}}",[^}]*"hasLogs":true,"hasTraces":true,"hasMetrics":true}""");

    private async Task<JsonNode> PostAsync(Uri service, string path, string body)
    {
        using var content = new StringContent(body, null, "application/json");
        using var answer = await _host.Http.PostAsync(new Uri(service, path), content);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
