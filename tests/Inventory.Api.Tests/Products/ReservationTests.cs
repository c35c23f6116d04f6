using Inventory.Api.Products;
using Shared.Contracts;
using Shared.Redis.Buckets;

namespace Inventory.Api.Tests.Products;

public sealed class ReservationTests : ProductStoreFixture
{
    [TestCase(1)]
    [TestCase(4)]
    [TestCase(5)]
    public async Task An_order_takes_its_stock(int quantity)
    {
        await CreateAsync(quantity: 5);

        var reservation = await Store.ReserveAsync(Order(quantity: quantity));

        Assert.That(reservation, Is.EqualTo(new Reservation(Refusal: null, IsNew: true)));
        Assert.That(await StockAsync(), Is.EqualTo((5 - quantity, 5, quantity)));
        Assert.That(await DecisionAsync(), Is.EqualTo("reserved"));
        Assert.That(await OutboxAsync(), Is.Empty);
    }

    [TestCase("p1", 6, 10, RefusalReason.InsufficientStock)]
    [TestCase("p1", 1_000_000, 10, RefusalReason.InsufficientStock)]
    [TestCase("p1", 1, 9.99, RefusalReason.PriceChanged)]
    [TestCase("p1", 6, 0.01, RefusalReason.PriceChanged)]
    [TestCase("p2", 1, 10, RefusalReason.ProductNotFound)]
    public async Task A_refused_order_takes_nothing_and_queues_one_refund_with_its_fields(
        string productId, int quantity, decimal price, string reason)
    {
        await CreateAsync(quantity: 5, price: 10);
        var order = Order(quantity: quantity, price: price, productId: productId);

        var reservation = await Store.ReserveAsync(order);

        Assert.That(reservation, Is.EqualTo(new Reservation(reason, IsNew: true)));
        Assert.That(await StockAsync(), Is.EqualTo((5, 5, 0)));
        Assert.That(await DecisionAsync(productId), Is.EqualTo($"refused:{reason}"));
        Assert.That(await OutboxAsync(productId), Has.Count.EqualTo(1));
        Assert.That((await OutboxAsync(productId))[0], Is.EquivalentTo(new RefundOrder(order, reason).Write()));
    }

    [TestCase(1, false)]
    [TestCase(6, true)]
    public async Task A_refusal_rings_for_the_relay(int quantity, bool rings)
    {
        await CreateAsync(quantity: 5);
        Outbox.Bell.Answer();

        await Store.ReserveAsync(Order(quantity: quantity));

        Assert.That(
            Outbox.Bell.WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None).IsCompleted, Is.EqualTo(rings));
    }

    [TestCase("10", "10.0")]
    [TestCase("10", "10.00")]
    [TestCase("19.9", "19.90")]
    [TestCase("1000000", "1e6")]
    [TestCase("1000000", "1000000.0")]
    public async Task A_foreign_spelling_of_the_price_is_the_same_price(string stored, string foreign)
    {
        await CreateAsync(price: Money.Parse(stored)!.Value);

        var reservation = await Store.ReserveAsync(
            Read(("pk", "o1"), ("product_id", "p1"), ("quantity", "1"), ("price", foreign)));

        Assert.That(reservation.Refusal, Is.Null);
    }

    [Test]
    public async Task A_price_that_is_absent_is_not_checked([Values] bool empty)
    {
        await CreateAsync();
        (string, string)[] price = empty ? [("price", "")] : [];

        var reservation = await Store.ReserveAsync(
            Read([("pk", "o1"), ("product_id", "p1"), ("quantity", "1"), .. price]));

        Assert.That(reservation.Refusal, Is.Null);
        Assert.That(await StockAsync(), Is.EqualTo((4, 5, 1)));
    }

    [TestCase("p1", "quantity", "-1")]
    [TestCase("p1", "quantity", "0")]
    [TestCase("p1", "quantity", "1.5")]
    [TestCase("p1", "quantity", "1e20")]
    [TestCase("p1", "quantity", "two")]
    [TestCase("p1", "quantity", "1000001")]
    [TestCase("p1", "quantity", "")]
    [TestCase("p1", "price", "cheap")]
    [TestCase("p1", "price", "-10")]
    [TestCase("o1", "product_id", "")]
    public async Task An_event_that_cannot_be_used_is_refused_because_money_was_taken(
        string bucketOf, string field, string value)
    {
        await CreateAsync();
        var fields = new Dictionary<string, string>
        {
            ["pk"] = "o1",
            ["product_id"] = "p1",
            ["quantity"] = "1",
            ["total"] = "12",
            [field] = value,
        };

        var reservation = await Store.ReserveAsync(OrderCompleted.Read(fields)!);

        Assert.That(reservation, Is.EqualTo(new Reservation(RefusalReason.InvalidEvent, IsNew: true)));
        Assert.That(await StockAsync(), Is.EqualTo((5, 5, 0)));

        fields.Remove(field);
        fields["reason"] = RefusalReason.InvalidEvent;
        Assert.That(await OutboxAsync(bucketOf), Is.EqualTo(new[] { fields }));
    }

    private async Task<string> DecisionAsync(string productId = "p1")
    {
        var place = ProductKeys.Reservation(Bucket.Of(productId), "o1");
        return $"{await Redis.Database.HashGetAsync(place.Group, place.Field)}";
    }

    private static OrderCompleted Read(params (string Name, string Value)[] fields) =>
        OrderCompleted.Read(fields.ToDictionary(field => field.Name, field => field.Value))!;
}
