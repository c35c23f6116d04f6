using Payment.Api.Orders;

namespace Payment.Api.Tests.Orders;

public sealed class OrderTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 22, 10, 30, 15, 123, TimeSpan.FromHours(2));

    [TestCase(19.99, 3, 0.2, 11.99, 71.96)]
    [TestCase(0.01, 1, 0.2, 0.00, 0.01)]
    [TestCase(10, 5, 0, 0, 50)]
    [TestCase(10, 5, 1, 50, 100)]
    [TestCase(0.33, 1, 0.333, 0.11, 0.44)]
    public void The_fee_is_a_part_of_the_whole_order_and_the_total_is_both(
        decimal price, int quantity, decimal feeRate, decimal fee, decimal total)
    {
        var order = Order.Place("p1", quantity, price, feeRate, _now);

        Assert.That(order.Fee, Is.EqualTo(fee));
        Assert.That(order.Total, Is.EqualTo(total));
    }

    [TestCase(0.05, 0.01)]
    [TestCase(0.15, 0.02)]
    [TestCase(0.25, 0.03)]
    [TestCase(0.24, 0.02)]
    [TestCase(0.04, 0.00)]
    public void Half_a_cent_of_fee_is_a_whole_one(decimal price, decimal fee) =>
        Assert.That(Order.Place("p1", quantity: 1, price, feeRate: 0.1m, _now).Fee, Is.EqualTo(fee));

    [Test]
    public void The_largest_order_is_exact()
    {
        var order = Order.Place("p1", quantity: 1_000_000, price: 999_999.99m, feeRate: 0.2m, _now);

        Assert.That(order.Fee, Is.EqualTo(199_999_998_000.00m));
        Assert.That(order.Total, Is.EqualTo(1_199_999_988_000.00m));
    }

    [Test]
    public void A_new_order_is_pending_and_has_an_id_of_its_own()
    {
        var (order, other) = (Order.Place("p1", 1, 1, 0, _now), Order.Place("p1", 1, 1, 0, _now));

        Assert.That(order.Status, Is.EqualTo(OrderStatus.Pending));
        Assert.That(order.CreatedAt, Is.EqualTo(_now));
        Assert.That(order.CompletedAt, Is.Null);
        Assert.That(order.RefundedAt, Is.Null);
        Assert.That(Guid.Parse(order.Id).Version, Is.EqualTo(7));
        Assert.That(order.Id, Is.Not.EqualTo(other.Id));
    }

    [Test]
    public void Inventory_is_told_all_of_a_paid_order()
    {
        var order = Order.Place("p1", 3, 19.90m, 0.2m, _now) with { Id = "o1" };

        Assert.That(order.ToEvent(_now).Write(), Is.EqualTo(new Dictionary<string, string>
        {
            ["pk"] = "o1",
            ["product_id"] = "p1",
            ["price"] = "19.9",
            ["fee"] = "11.94",
            ["total"] = "71.64",
            ["quantity"] = "3",
            ["status"] = "completed",
            ["occurred_at"] = "2026-11-22T08:30:15.123Z",
        }));
    }
}
