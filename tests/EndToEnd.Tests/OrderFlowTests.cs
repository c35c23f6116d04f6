using Shared.Contracts;
using StackExchange.Redis;
using Testing;

namespace EndToEnd.Tests;

/// <summary>The life of orders through both services, over HTTP and the two streams.</summary>
public sealed class OrderFlowTests
{
    private TwoServices _services = null!;

    [OneTimeSetUp]
    public async Task StartServices() =>
        _services = await TwoServices.StartAsync(("Payment:Simulator:DeclineAbove", "100000"));

    [OneTimeTearDown]
    public async Task StopServices() => await _services.DisposeAsync();

    [Test]
    public async Task An_order_in_stock_is_completed_and_takes_its_stock()
    {
        var product = await _services.CreateProductAsync(quantity: 5);

        var order = await _services.PlaceOrderAsync(product, quantity: 3);

        await Eventually.That(() => _services.StockAsync(product), Is.EqualTo(2));
        Assert.That(await _services.StatusAsync(order), Is.EqualTo("completed"));
    }

    [Test]
    public async Task An_order_above_the_stock_is_refunded_and_takes_nothing()
    {
        var product = await _services.CreateProductAsync(quantity: 5);

        var order = await _services.PlaceOrderAsync(product, quantity: 6);

        await Refunded(order, RefusalReason.InsufficientStock);
        Assert.That(await _services.StockAsync(product), Is.EqualTo(5));
    }

    [Test]
    public async Task An_order_at_another_price_is_refunded_and_takes_nothing()
    {
        var product = await _services.CreateProductAsync(quantity: 5, price: 10);

        var order = await _services.PlaceOrderAsync(product, quantity: 1, price: 9.99m);

        await Refunded(order, RefusalReason.PriceChanged);
        Assert.That(await _services.StockAsync(product), Is.EqualTo(5));
    }

    [Test]
    public async Task An_order_for_an_unknown_product_is_refunded() =>
        await Refunded(await _services.PlaceOrderAsync("no-such-product", quantity: 1), RefusalReason.ProductNotFound);

    [Test]
    public async Task An_order_for_a_deleted_product_is_refunded()
    {
        var product = await _services.CreateProductAsync(quantity: 5);
        await _services.Inventory.Client.DeleteAsync(new Uri($"/products/{product}", UriKind.Relative));

        await Refunded(await _services.PlaceOrderAsync(product, quantity: 1), RefusalReason.ProductNotFound);
    }

    [Test]
    public async Task A_declined_order_is_never_announced()
    {
        var product = await _services.CreateProductAsync(quantity: 5, price: 1_000_000);

        var order = await _services.PlaceOrderAsync(product, quantity: 1, price: 1_000_000);

        await Eventually.That(() => _services.StatusAsync(order), Is.EqualTo("declined"));
        Assert.Multiple(async () =>
        {
            Assert.That((string?)(await _services.OrderAsync(order))["reason"], Is.EqualTo("amount_too_high"));
            Assert.That(await EntriesOf(OrderCompleted.Stream, order), Is.Empty);
            Assert.That(await _services.StockAsync(product), Is.EqualTo(5));
        });
    }

    [Test]
    public async Task The_same_event_delivered_again_changes_nothing()
    {
        var product = await _services.CreateProductAsync(quantity: 5);
        var taken = await _services.PlaceOrderAsync(product, quantity: 3);
        await Eventually.That(() => _services.StockAsync(product), Is.EqualTo(2));
        var refused = await _services.PlaceOrderAsync(product, quantity: 3);
        await Refunded(refused, RefusalReason.InsufficientStock);

        foreach (var entry in (StreamEntry[])[
            .. await EntriesOf(OrderCompleted.Stream, taken), .. await EntriesOf(OrderCompleted.Stream, refused)])
        {
            await _services.Broker.Database.StreamAddAsync(OrderCompleted.Stream, entry.Values);
        }

        foreach (var entry in await EntriesOf(RefundOrder.Stream, refused))
        {
            await _services.Broker.Database.StreamAddAsync(RefundOrder.Stream, entry.Values);
        }

        // Whatever the copies could set off comes before an order that is placed behind them.
        await Refunded(await _services.PlaceOrderAsync(product, quantity: 3), RefusalReason.InsufficientStock);
        Assert.Multiple(async () =>
        {
            Assert.That(await _services.StockAsync(product), Is.EqualTo(2));
            Assert.That(await _services.StatusAsync(taken), Is.EqualTo("completed"));
            Assert.That(await EntriesOf(RefundOrder.Stream, refused), Has.Length.EqualTo(2), "the first and its copy");
        });
    }

    [Test]
    public async Task Two_hundred_concurrent_orders_for_a_hundred_units_keep_exactly_a_hundred()
    {
        var product = await _services.CreateProductAsync(quantity: 100);

        var orders = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => _services.PlaceOrderAsync(product, quantity: 1)));

        await Eventually.That(
            async () => (await Statuses(orders)).Count(status => status == "refunded"), Is.EqualTo(100));
        await Eventually.That(() => _services.StockAsync(product), Is.Zero);
        Assert.That((await Statuses(orders)).Count(status => status == "completed"), Is.EqualTo(100));
    }

    [Test]
    public async Task Nothing_is_left_under_way_once_all_is_settled()
    {
        var product = await _services.CreateProductAsync(quantity: 1);
        await Task.WhenAll(
            _services.PlaceOrderAsync(product, quantity: 1), _services.PlaceOrderAsync(product, quantity: 1));

        await Eventually.That(_services.UnderWayAsync, Is.Zero);
        Assert.That(await _services.StockAsync(product), Is.Zero);
    }

    private async Task Refunded(string order, string reason)
    {
        await Eventually.That(() => _services.StatusAsync(order), Is.EqualTo("refunded"));
        Assert.That((string?)(await _services.OrderAsync(order))["reason"], Is.EqualTo(reason));
    }

    private Task<string[]> Statuses(string[] orders) => Task.WhenAll(orders.Select(_services.StatusAsync));

    private async Task<StreamEntry[]> EntriesOf(string stream, string order) =>
        [.. (await _services.Broker.Database.StreamRangeAsync(stream)).Where(entry => entry["pk"] == order)];
}
