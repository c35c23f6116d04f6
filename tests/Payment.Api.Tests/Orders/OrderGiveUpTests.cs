using Payment.Api.Orders;

namespace Payment.Api.Tests.Orders;

/// <summary>
/// An order whose charge was never answered is declined, but its payment is settled only once the money is back.
/// </summary>
public sealed class OrderGiveUpTests : OrderStoreFixture
{
    [Test]
    public async Task An_order_that_is_given_up_is_declined_and_due_at_once_so_that_its_money_goes_back()
    {
        await CreateAsync();
        await Queue.PostponeAsync("o1");

        var decision = await Store.DeclineAsync("o1", "gateway_unavailable", mayBeCharged: true);

        Assert.That(decision, Is.EqualTo(new Decision(OrderStatus.Declined, IsNew: true)));

        Assert.That((await Store.FindAsync("o1"))!.Reason, Is.EqualTo("gateway_unavailable"));
        Assert.That(await StatusAsync(), Is.EqualTo(OrderStatus.Declined));
        Assert.That(await DueInAsync(), Is.LessThanOrEqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task
        A_charge_that_is_answered_late_neither_completes_an_order_that_was_given_up_nor_settles_its_payment()
    {
        var order = await CreateAsync();
        await Store.DeclineAsync("o1", "gateway_unavailable", mayBeCharged: true);
        var before = await Redis.SnapshotAsync();

        Assert.That(await Store.CompleteAsync(order), Is.EqualTo(new Decision(OrderStatus.Declined, IsNew: false)));
        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Only_a_pending_order_is_given_up(
        [Values(OrderStatus.Completed, OrderStatus.Declined, OrderStatus.Refunded)] OrderStatus before)
    {
        await CreateInAsync(before);
        var snapshot = await Redis.SnapshotAsync();

        var decision = await Store.DeclineAsync("o1", "gateway_unavailable", mayBeCharged: true);

        Assert.That(decision, Is.EqualTo(new Decision(before, IsNew: false)));

        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(snapshot));
    }
}
