using Payment.Api.Orders;

namespace Payment.Api.Tests.Orders;

/// <summary>Every change of an order's status is decided once, and asking again changes nothing.</summary>
public sealed class OrderDecisionTests : OrderStoreFixture
{
    [Test]
    public async Task A_completed_order_has_left_the_queue_and_its_event_waits_in_the_outbox()
    {
        var order = await CreateAsync();
        Time.Advance(TimeSpan.FromSeconds(3));

        await Store.CompleteAsync(order);

        Assert.That(
            await Store.FindAsync("o1"),
            Is.EqualTo(order with { Status = OrderStatus.Completed, CompletedAt = Time.GetUtcNow() }));
        Assert.That(await DueInAsync(), Is.Null);
        var row = new Dictionary<string, string>(order.ToEvent(Time.GetUtcNow()).Write());
        Assert.That(await OutboxAsync(), Is.EqualTo(new[] { row }));
    }

    [Test]
    public async Task A_completed_order_rings_for_the_relay()
    {
        var order = await CreateAsync();
        Outbox.Bell.Answer();

        await Store.CompleteAsync(order);

        Assert.That(Outbox.Bell.WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None).IsCompleted, Is.True);
    }

    [Test]
    public async Task A_declined_order_has_left_the_queue_and_Inventory_hears_nothing_of_it()
    {
        var order = await CreateAsync();

        await Store.DeclineAsync("o1", "card_expired", mayBeCharged: false);

        Assert.That(
            await Store.FindAsync("o1"),
            Is.EqualTo(order with { Status = OrderStatus.Declined, Reason = "card_expired" }));
        Assert.That(await DueInAsync(), Is.Null);
        Assert.That(await OutboxAsync(), Is.Empty);
    }

    [Test]
    public async Task A_refunded_order_says_why_and_when_and_is_due_to_have_its_money_back(
        [Values(OrderStatus.Pending, OrderStatus.Completed)] OrderStatus before)
    {
        await CreateInAsync(before);
        Time.Advance(TimeSpan.FromSeconds(3));

        await Store.RefundAsync("o1", "insufficient_stock");

        var order = (await Store.FindAsync("o1"))!;
        Assert.That(order.Status, Is.EqualTo(OrderStatus.Refunded));
        Assert.That(order.Reason, Is.EqualTo("insufficient_stock"));
        Assert.That(order.RefundedAt, Is.EqualTo(Time.GetUtcNow()));
        Assert.That(await DueInAsync(), Is.LessThanOrEqualTo(TimeSpan.Zero));
    }

    [TestCase(OrderStatus.Pending, OrderStatus.Completed, OrderStatus.Completed)]
    [TestCase(OrderStatus.Pending, OrderStatus.Declined, OrderStatus.Declined)]
    [TestCase(OrderStatus.Pending, OrderStatus.Refunded, OrderStatus.Refunded)]
    [TestCase(OrderStatus.Completed, OrderStatus.Refunded, OrderStatus.Refunded)]
    public async Task An_order_goes_on_from(OrderStatus before, OrderStatus decision, OrderStatus after)
    {
        await CreateInAsync(before);

        Assert.That(await DecideAsync(decision), Is.EqualTo(new Decision(after, IsNew: true)));

        Assert.That(await StatusAsync(), Is.EqualTo(after));
    }

    [TestCase(OrderStatus.Completed, OrderStatus.Completed)]
    [TestCase(OrderStatus.Completed, OrderStatus.Declined)]
    [TestCase(OrderStatus.Declined, OrderStatus.Completed)]
    [TestCase(OrderStatus.Declined, OrderStatus.Declined)]
    [TestCase(OrderStatus.Declined, OrderStatus.Refunded)]
    [TestCase(OrderStatus.Refunded, OrderStatus.Completed)]
    [TestCase(OrderStatus.Refunded, OrderStatus.Declined)]
    [TestCase(OrderStatus.Refunded, OrderStatus.Refunded)]
    public async Task An_order_that_is_decided_stays_as_it_is(OrderStatus before, OrderStatus decision)
    {
        await CreateInAsync(before);
        var snapshot = await Redis.SnapshotAsync();

        Assert.That(await DecideAsync(decision), Is.EqualTo(new Decision(before, IsNew: false)));

        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(snapshot));
    }

    [Test]
    public async Task An_unknown_order_cannot_be_decided(
        [Values(OrderStatus.Completed, OrderStatus.Declined, OrderStatus.Refunded)] OrderStatus decision)
    {
        Assert.That(await DecideAsync(decision), Is.EqualTo(new Decision(Status: null, IsNew: false)));

        Assert.That(Redis.Server.Keys(), Is.Empty);
    }

    [Test]
    public async Task Of_many_decisions_at_once_one_is_taken()
    {
        for (var round = 0; round < 20; round++)
        {
            var id = $"o{round}";
            await CreateAsync(id);
            OrderStatus[] decisions =
                [OrderStatus.Completed, OrderStatus.Declined, OrderStatus.Completed, OrderStatus.Declined];
            Random.Shared.Shuffle(decisions);

            var made = await Task.WhenAll(decisions.Select(decision => DecideAsync(decision, id)));

            Assert.That(made.Count(decision => decision.IsNew), Is.EqualTo(1));
            Assert.That(
                (await OutboxAsync(id)).Count(row => row["pk"] == id),
                Is.EqualTo(await StatusAsync(id) == OrderStatus.Completed ? 1 : 0));
        }
    }
}
