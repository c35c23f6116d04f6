using System.Net;
using System.Net.Sockets;
using EndToEnd.Tests.CrashPoints;
using Inventory.Api.Controllers;
using Testing;

namespace EndToEnd.Tests;

/// <summary>A service that is asked to stop finishes what it has begun and leaves the rest to its next start.</summary>
public sealed class StopTests
{
    private const int Clients = 8;

    private static readonly TimeSpan _gracePeriod = TimeSpan.FromSeconds(10);

    [TestCase("Payment")]
    [TestCase("Inventory")]
    public async Task A_service_terminated_under_load_exits_with_0_in_time_and_loses_nothing(string service)
    {
        await using var rig = await CrashRig.StartAsync();
        var orders = new OrderStream(rig.Services);
        await orders.CreateProductAsync();
        var stop = new TaskCompletionSource();
        var load = Task.WhenAll(
            Enumerable.Range(0, Clients).Select(_ => orders.PlaceUntilAsync(stop.Task, "the end of the load")));
        await Eventually.That(() => Task.FromResult(orders.Expected.Count), Is.GreaterThan(50));

        var exitCode = await rig.Process(service).TerminateAsync(_gracePeriod);
        await rig.Process(service).StartAsync();
        stop.SetResult();
        await load;

        Assert.That(exitCode, Is.Zero);
        await rig.AuditAsync(orders.Expected);
    }

    [Test]
    public async Task A_service_terminated_while_it_still_starts_exits_with_0()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var service = new ServiceProcess(
            typeof(ProductsController).Assembly, $"{silent.LocalEndpoint}", $"{silent.LocalEndpoint}", settings: []);

        service.Launch();
        using var connection = await silent.AcceptTcpClientAsync(); // It looks for its Redis before it listens itself.

        Assert.That(await service.TerminateAsync(_gracePeriod), Is.Zero);
    }
}
