using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Testing;

namespace Deployment.Tests;

/// <summary>The system as <c>dotnet run apphost.cs</c> starts it, with its dashboard.</summary>
public sealed class AppHostTests
{
    private const string Healthy = "\"status\":\"Healthy\"";

    // What it starts compiles much while others are at work.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly int _redis = Ports.Free();
    private readonly Uri _inventory = Address(), _payment = Address(), _dashboard = Address();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly StringBuilder _said = new();
    private Process _host = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        if (Command.Run(Manifests.Repository, "dotnet restore apphost.cs").Code != 0)
        {
            Assert.Ignore("The system is not started under Aspire: it needs packages from the registry.");
        }

        var start = new ProcessStartInfo("dotnet",
        [
            "run", "-c", "Release", "--no-launch-profile", "apphost.cs", "--", "--redis-port", $"{_redis}",
            "--inventory-port", $"{_inventory.Port}", "--payment-port", $"{_payment.Port}",
        ])
        {
            WorkingDirectory = Manifests.Repository,
            RedirectStandardOutput = true,
            Environment =
            {
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = $"{_dashboard}",
                ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"{Address()}",
                ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = $"{Address()}",
                ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
                ["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true",
                ["Authentication__Required"] = "false",
            },
        };
        _host = Process.Start(start)!;
        _host.OutputDataReceived += (_, line) => _said.AppendLine(line.Data);
        _host.BeginOutputReadLine();
        await Eventually.That(() => GetAsync(_inventory, "health/ready"), Does.Contain(Healthy), _patience);
        await Eventually.That(() => GetAsync(_payment, "health/ready"), Does.Contain(Healthy), _patience);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        if (_host is null)
        {
            return;
        }

        using var kill = Process.Start("kill", ["-TERM", $"{_host.Id}"]);
        try
        {
            await _host.WaitForExitAsync().WaitAsync(_patience);
        }
        finally
        {
            _host.Kill(entireProcessTree: true);
        }

        TestContext.Out.WriteLine(_said);
        _host.Dispose();
        Directory.Delete(Path.Combine(Manifests.Repository, ".data", $"{_redis}"), recursive: true);
    }

    [Test]
    public async Task An_order_is_confirmed()
    {
        var product = await PostAsync(_inventory, "products", """{"name": "Lamp", "price": 19.99, "quantity": 5}""");

        var order = await PostAsync(
            _payment, "orders", $$"""{"productId": "{{product["id"]}}", "quantity": 3, "price": 19.99}""");

        await Eventually.That(() => GetAsync(_payment, $"orders/{order["id"]}"), Does.Contain("confirmedAt"));
    }

    [TestCase("inventory")]
    [TestCase("payment")]
    public Task The_dashboard_has_the_traces_metrics_and_logs_of(string service) => Eventually.That(
        () => GetAsync(_dashboard, "api/telemetry/resources"),
        Does.Match($$"""{"name":"{{service}}",[^}]*"hasLogs":true,"hasTraces":true,"hasMetrics":true}"""),
        _patience);

    private static Uri Address() => new($"http://localhost:{Ports.Free()}");

    private async Task<JsonNode> PostAsync(Uri service, string path, string body)
    {
        using var content = new StringContent(body, null, "application/json");
        using var answer = await _http.PostAsync(new Uri(service, path), content);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private async Task<string> GetAsync(Uri service, string path)
    {
        try
        {
            return await _http.GetStringAsync(new Uri(service, path));
        }
        catch (HttpRequestException notYet)
        {
            return notYet.Message;
        }
    }
}
