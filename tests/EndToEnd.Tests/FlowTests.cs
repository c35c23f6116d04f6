using System.Text.Json.Nodes;
using Payment.Api.Controllers;
using Testing;

namespace EndToEnd.Tests;

/// <summary>What both services show of the orders that flow through them.</summary>
public sealed class FlowTests
{
    private TwoServices _services = null!;

    [SetUp]
    public async Task StartServices() => _services = await TwoServices.StartAsync();

    [TearDown]
    public async Task StopServices() => await _services.DisposeAsync();

    [Test]
    public async Task The_figures_move_as_orders_go_through_and_are_those_of_every_instance_also_after_a_restart()
    {
        var product = await _services.CreateProductAsync(quantity: 5);
        await _services.PlaceOrderAsync(product, quantity: 3);
        await _services.PlaceOrderAsync(product, quantity: 3);
        await _services.Broker.Database.StreamAddAsync("refund_order", "no", "order");

        const string payment = "queue 0/2, outbox 0/2, consumer 0/2, deadLetters 1/?"; // A refund, and what is none.
        const string inventory = "consumer 0/2, outbox 0/1, deadLetters 0/?";
        await Eventually.That(() => FlowAsync(_services.Payment), Is.EqualTo(payment));
        await Eventually.That(() => FlowAsync(_services.Inventory), Is.EqualTo(inventory));

        using var another = new ServiceProcess(
            typeof(OrdersController).Assembly,
            _services.PaymentStore.ConnectionString,
            _services.Broker.ConnectionString,
            [("Consumer:Name", "another")]);
        await another.StartAsync();
        Assert.That(await FlowAsync(another), Is.EqualTo(payment));

        _services.Inventory.Kill();
        await _services.Inventory.StartAsync();
        Assert.That(await FlowAsync(_services.Inventory), Is.EqualTo(inventory));
    }

    [Test]
    public async Task What_waits_for_a_service_that_is_away_is_seen_to_wait_and_then_to_pass()
    {
        await Eventually.That(
            () => FlowAsync(_services.Inventory), Is.EqualTo("consumer 0/0, outbox 0/0, deadLetters 0/?"));
        _services.Inventory.Kill();
        await _services.PlaceOrderAsync("unknown", quantity: 1);

        await Eventually.That(
            () => FlowAsync(_services.Payment),
            Is.EqualTo("queue 0/1, outbox 1/0, consumer 0/0, deadLetters 0/?"));
        await Eventually.That(async () => (decimal?)(await StationAsync("outbox"))["oldestSeconds"], Is.GreaterThan(1));

        await _services.Inventory.StartAsync();
        await Eventually.That(
            () => FlowAsync(_services.Payment),
            Is.EqualTo("queue 0/1, outbox 0/1, consumer 0/1, deadLetters 0/?"));
        Assert.That((decimal?)(await StationAsync("outbox"))["oldestSeconds"], Is.Zero);
    }

    /// <summary>What waits and what has passed at each station, in their order.</summary>
    private static async Task<string> FlowAsync(ServiceProcess service) => string.Join(", ",
        (await StationsAsync(service)).Select(one => $"{one!["kind"]} {one["waiting"]}/{one["passed"] ?? "?"}"));

    private async Task<JsonNode> StationAsync(string kind) =>
        (await StationsAsync(_services.Payment)).Single(station => (string?)station!["kind"] == kind)!;

    private static async Task<JsonArray> StationsAsync(ServiceProcess service) =>
        JsonNode.Parse(await service.Client.GetStringAsync(new Uri("/flow", UriKind.Relative)))!["stations"]!.AsArray();
}
