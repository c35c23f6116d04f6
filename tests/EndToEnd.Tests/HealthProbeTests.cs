using System.Diagnostics;
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

    private static async Task<int> ProbeAsync(Uri address)
    {
        var service = typeof(ProductsController).Assembly.Location;
        using var probe = Process.Start("dotnet", [service, "--health", $"{address}"]);
        await probe.WaitForExitAsync();
        return probe.ExitCode;
    }
}
