using Moq;
using Payment.Api.Orders;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Publishing;

namespace Payment.Api.Tests.Orders;

/// <summary>A completed order whose stock is taken is confirmed once, and then it is final.</summary>
public sealed class OrderConfirmationTests : OrderStoreFixture
{
    private static readonly string[] _reserved = ["o1", "o3"];

    [Test]
    public async Task A_completed_order_is_confirmed_once()
    {
        await CreateInAsync(OrderStatus.Completed);
        var completed = (await Store.FindAsync("o1"))!;
        Time.Advance(TimeSpan.FromSeconds(3));
        var first = Time.GetUtcNow();

        await Store.ConfirmAsync(["o1"]);
        Time.Advance(TimeSpan.FromSeconds(3));
        await Store.ConfirmAsync(["o1", "o1"]);

        Assert.That(completed.IsFinal(), Is.False);
        Assert.That(await Store.FindAsync("o1"), Is.EqualTo(completed with { ConfirmedAt = first }));
        Assert.That((await Store.FindAsync("o1"))!.IsFinal(), Is.True);
    }

    [Test]
    public async Task Any_other_order_is_left_alone(
        [Values(OrderStatus.Pending, OrderStatus.Declined, OrderStatus.Refunded)] OrderStatus status)
    {
        await CreateInAsync(status);
        var snapshot = await Redis.SnapshotAsync();

        await Store.ConfirmAsync(["o1", "no-such-order"]);

        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(snapshot));
    }

    [Test]
    public async Task A_confirmed_order_is_never_refunded()
    {
        await CreateInAsync(OrderStatus.Completed);
        await Store.ConfirmAsync(["o1"]);
        var snapshot = await Redis.SnapshotAsync();

        Assert.That(
            await Store.RefundAsync("o1", "insufficient_stock"),
            Is.EqualTo(new Decision(OrderStatus.Completed, IsNew: false)));
        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(snapshot));
    }

    [Test]
    public async Task An_order_of_a_wrong_type_holds_up_no_other()
    {
        await CreateInAsync(OrderStatus.Completed);
        await Redis.Database.StringSetAsync(OrderKeys.Order(Neighbour), "not an order");

        await Store.ConfirmAsync([Neighbour, "o1"]);

        Assert.That((await Store.FindAsync("o1"))!.ConfirmedAt, Is.Not.Null);
    }

    [Test]
    public async Task Of_a_confirmation_and_a_refund_at_once_one_is_taken()
    {
        for (var round = 0; round < 50; round++)
        {
            var id = $"o{round}";
            await Store.CompleteAsync(await CreateAsync(id));

            var refund = Store.RefundAsync(id, "insufficient_stock");
            await Task.WhenAll(Store.ConfirmAsync([id]), refund);

            var order = (await Store.FindAsync(id))!;
            Assert.That(order.Status == OrderStatus.Refunded, Is.EqualTo((await refund).IsNew));
            Assert.That(order.ConfirmedAt is null, Is.EqualTo((await refund).IsNew));
        }
    }

    [Test]
    public async Task Only_orders_whose_stock_was_reserved_are_confirmed()
    {
        var orders = new Mock<IOrderStore>(MockBehavior.Strict);
        orders.Setup(store => store.ConfirmAsync(_reserved)).Returns(Task.CompletedTask);

        await new VerdictHandler(orders.Object).HandleAsync(
        [
            Receipt("o1", Verdict.Reserved), Receipt("o2", Verdict.Refused), Receipt("o3", Verdict.Reserved),
            Receipt("o4", verdict: null), Receipt("o5", "Reserved"), Receipt("o6", "reserved now"),
        ]);

        orders.VerifyAll();
    }

    private static Receipt Receipt(string order, string? verdict) => new(new Bucket(7), "1-0", order, verdict);
}
