using Testing;

namespace EndToEnd.Tests;

/// <summary>The services share no key, so they may share a server.</summary>
public sealed class SharedServerTests
{
    [Test]
    public async Task Orders_flow_when_both_services_and_the_streams_share_one_server()
    {
        await using var services = await TwoServices.StartOnOneServerAsync();
        var product = await services.CreateProductAsync(quantity: 50);

        var orders = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => services.PlaceOrderAsync(product, quantity: 1)));

        await Eventually.That(services.UnderWayAsync, Is.Zero);
        var statuses = await Task.WhenAll(orders.Select(services.StatusAsync));
        Assert.Multiple(async () =>
        {
            Assert.That(await services.StockAsync(product), Is.Zero);
            Assert.That(statuses.Count(status => status == "completed"), Is.EqualTo(50));
            Assert.That(statuses.Count(status => status == "refunded"), Is.EqualTo(50));
            Assert.That(await services.DeadLettersAsync(), Is.Zero);
        });
    }
}
