using System.Diagnostics;
using System.Net;
using Inventory.Api.Controllers;
using Testing;

namespace EndToEnd.Tests;

/// <summary>The service as the health check of its container.</summary>
public sealed class HealthProbeTests
{
    [Test]
    public async Task A_probe_says_by_its_exit_code_whether_the_service_is_ready()
    {
        await using var services = await TwoServices.StartServersAsync();
        await services.Inventory.StartAsync();
        await Eventually.That(services.Inventory.HealthAsync, Is.EqualTo("Healthy"));
        var ready = new Uri(services.Inventory.Client.BaseAddress!, "/health/ready");
        Assert.That(await ProbeAsync(ready), Is.Zero);

        services.Broker.Kill();
        await Eventually.That(services.Inventory.HealthAsync, Is.EqualTo("Degraded"));
        Assert.That(await ProbeAsync(ready), Is.Zero);

        services.InventoryStore.Kill();
        await Eventually.That(() => services.Inventory.AnswersAsync("/health/ready"), Is.False);
        Assert.That(await ProbeAsync(ready), Is.EqualTo(1));

        services.Inventory.Kill();
        Assert.That(await ProbeAsync(ready), Is.EqualTo(1));
    }

    [TestCase("HTTP_PROXY")]
    [TestCase("http_proxy")]
    [TestCase("ALL_PROXY")]
    public async Task A_probe_asks_its_own_container_whatever_proxy_leads_elsewhere(string variable)
    {
        using var service = new HttpListener { Prefixes = { $"http://localhost:{Ports.Free()}/" } };
        service.Start();
        var probe = ProbeAsync(
            new Uri(service.Prefixes.Single()),
            (variable, $"http://localhost:{Ports.Free()}"), ("no_proxy", ""), ("NO_PROXY", ""));
        var asked = service.GetContextAsync();

        Assert.That(await Task.WhenAny(asked, probe), Is.SameAs(asked), "It ended before it had asked.");
        (await asked).Response.Close();
        Assert.That(await probe, Is.Zero);
    }

    private static async Task<int> ProbeAsync(Uri address, params (string Name, string Value)[] environment)
    {
        var service = typeof(ProductsController).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [service, "--health", $"{address}"]);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var probe = Process.Start(start)!;
        await probe.WaitForExitAsync();
        return probe.ExitCode;
    }
}
