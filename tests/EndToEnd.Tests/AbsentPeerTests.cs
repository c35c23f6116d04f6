using System.Globalization;
using System.Net.Http.Json;
using Payment.Api.Controllers;
using Shared.Contracts;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Either service may never have run, or be gone for long, while the other works.</summary>
public sealed class AbsentPeerTests
{
    private static readonly (string, string) _soon = ("Outbox:RetransmitAfter", "00:00:01");

    [Test]
    public async Task While_Inventory_is_away_the_stream_holds_each_order_once_over_instances_restarts_and_a_flush()
    {
        await using var services = await TwoServices.StartServersAsync(_soon);
        ServiceProcess[] instances = [services.Payment, Another(services, "two"), Another(services, "three")];
        await Task.WhenAll(instances.Select(instance => instance.StartAsync()));
        await PlaceAsync(instances, count: 300);
        await Eventually.That(() => PublishedAsync(services), Is.AtLeast(300));

        for (var restart = 0; restart < 6; restart++)
        {
            instances[restart % 3].Kill();
            await instances[restart % 3].StartAsync();
        }

        Assert.That(await PublishedAsync(services), Is.InRange(300, 330));

        await services.Broker.Server.FlushAllDatabasesAsync();
        await Eventually.That(() => PublishedAsync(services), Is.AtLeast(300), TimeSpan.FromSeconds(30));
        foreach (var instance in instances)
        {
            instance.Kill();
            await instance.StartAsync();
        }

        Assert.That(await PublishedAsync(services), Is.InRange(300, 330));
        await services.Inventory.StartAsync();
        await Eventually.That(services.UnderWayAsync, Is.Zero, TimeSpan.FromMinutes(1));
        Array.ForEach(instances[1..], instance => instance.Dispose());
    }

    [Test]
    public async Task A_broker_that_filled_up_while_Inventory_was_away_recovers_once_it_comes()
    {
        await using var services = await TwoServices.StartServersAsync(_soon);
        await services.Payment.StartAsync();
        for (var i = 0; i < 1500; i++)
        {
            await services.Broker.Database.StreamAddAsync(
                OrderCompleted.Stream, "names no order", new string('x', 4000));
        }

        await PlaceAsync([services.Payment], count: 100);
        await Eventually.That(() => PublishedAsync(services), Is.AtLeast(1600));
        var memory = (await services.Broker.Server.InfoAsync("memory"))[0];
        var used = long.Parse(memory.Single(line => line.Key == "used_memory").Value, CultureInfo.InvariantCulture);
        await services.Broker.Server.ConfigSetAsync("maxmemory", used / 2);

        await services.Inventory.StartAsync();
        await Eventually.That(services.UnderWayAsync, Is.Zero, TimeSpan.FromMinutes(1));
    }

    private static ServiceProcess Another(TwoServices services, string name) => new(
        typeof(OrdersController).Assembly,
        services.PaymentStore.ConnectionString,
        services.Broker.ConnectionString,
        [_soon, ("Consumer:Name", name)]);

    private static Task PlaceAsync(ServiceProcess[] instances, int count) =>
        Parallel.ForAsync(0, count, async (number, _) =>
        {
            var answer = await instances[number % instances.Length].Client.PostAsJsonAsync(
                "/orders", new { productId = "unknown", quantity = 1, price = 10 }, CancellationToken.None);
            answer.EnsureSuccessStatusCode();
        });

    private static Task<long> PublishedAsync(TwoServices services) =>
        services.Broker.Database.StreamLengthAsync(OrderCompleted.Stream);
}
