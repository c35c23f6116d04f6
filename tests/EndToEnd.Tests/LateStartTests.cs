using Testing;

namespace EndToEnd.Tests;

/// <summary>What happened before a service was started is not lost to it.</summary>
public sealed class LateStartTests
{
    [Test]
    public async Task Orders_paid_before_Inventory_ever_started_take_their_stock_once_it_does()
    {
        await using var services = await TwoServices.StartServersAsync();
        await services.Payment.StartAsync();
        var order = await services.PlaceOrderAsync("not-yet-known", quantity: 1);
        await Eventually.That(() => services.StatusAsync(order), Is.EqualTo("completed"));
        await Eventually.That(() => services.Broker.Database.StreamLengthAsync("order_completed"), Is.EqualTo(1));

        await services.Inventory.StartAsync();

        await Eventually.That(() => services.StatusAsync(order), Is.EqualTo("refunded"));
    }

    [Test]
    public async Task A_service_started_before_its_Redis_waits_for_it()
    {
        await using var services = await TwoServices.StartServersAsync();
        services.Broker.Kill();
        services.PaymentStore.Kill();
        await services.Payment.StartAsync();
        await services.Inventory.StartAsync();
        var product = await services.CreateProductAsync(quantity: 1);

        await services.PaymentStore.RestartAsync();
        await services.Broker.RestartAsync();

        await Eventually.That(services.Payment.HealthAsync, Is.EqualTo("Healthy"));
        await services.PlaceOrderAsync(product, quantity: 1);
        await Eventually.That(() => services.StockAsync(product), Is.Zero);
    }

    [Test]
    public async Task Services_started_before_the_broker_serve_requests_and_carry_the_orders_once_it_is_there()
    {
        await using var services = await TwoServices.StartServersAsync();
        services.Broker.Kill();
        await Task.WhenAll(services.Payment.StartAsync(), services.Inventory.StartAsync());
        foreach (var service in new[] { services.Payment, services.Inventory })
        {
            await Eventually.That(service.HealthAsync, Is.EqualTo("Degraded"));
            Assert.That(await service.AnswersAsync("/health/ready"), Is.True);
        }

        var product = await services.CreateProductAsync(quantity: 1);
        await services.PlaceOrderAsync(product, quantity: 1);
        await services.Broker.RestartAsync();

        await Eventually.That(() => services.StockAsync(product), Is.Zero);
        await Eventually.That(services.Payment.HealthAsync, Is.EqualTo("Healthy"));
    }
}
