using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Payment.Api.Orders;
using Shared.Redis.Buckets;
using Shared.Redis.Paging;
using Testing;

namespace Payment.Api.Tests.Payments;

/// <summary>Whichever clock is wrong, and by however much, no payment waits for it to be right.</summary>
public sealed class PaymentClockTests : ProcessorFixture
{
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(15);

    [Test]
    public async Task A_service_sets_no_due_time_by_its_own_clock(
        [Values(-8, 8)] int hoursAhead,
        [Values("create", "give up", "refund", "requeue", "claim", "postpone")] string operation)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(hoursAhead));
        await using var connections = await TestConnections.OpenAsync(Redis);
        using var queue = new PaymentQueue(connections, time, NullLogger<PaymentQueue>.Instance);
        var store = new RedisOrderStore(connections, Outbox, queue, time, NullLogger<RedisOrderStore>.Instance);

        await store.CreateAsync(Order.Place("p1", 3, 19.99m, 0.2m, time.GetUtcNow()) with { Id = "o1" });
        await (operation switch
        {
            "give up" => store.DeclineAsync("o1", "gateway_unavailable", mayBeCharged: true),
            "refund" => store.RefundAsync("o1", "insufficient_stock"),
            "requeue" => RequeueAsync(queue),
            "claim" => queue.ClaimAsync(Bucket.All, _lease),
            "postpone" => queue.PostponeAsync("o1"),
            _ => Task.CompletedTask,
        });

        Assert.That((await DueInAsync())!.Value.TotalSeconds, Is.InRange(-10, _lease.TotalSeconds));
    }

    [Test]
    public async Task A_payment_that_is_due_later_than_any_can_be_is_due_now(
        [Values(OrderStatus.Pending, OrderStatus.Refunded, OrderStatus.Declined)] OrderStatus status,
        [Values(40, 8 * 3600, 1e9)] double seconds)
    {
        await CreateAsync();
        await (status switch
        {
            OrderStatus.Refunded => Store.RefundAsync("o1", "insufficient_stock"),
            OrderStatus.Declined => Store.DeclineAsync("o1", "gateway_unavailable", mayBeCharged: true),
            _ => Task.CompletedTask,
        });
        await PassAsync(-TimeSpan.FromSeconds(seconds)); // The clock of the store was put back by as much.

        var claimed = await Queue.ClaimAsync(Bucket.All, _lease);

        Assert.That(claimed, Is.EqualTo(["o1"]));
        Assert.That(await DueInAsync(), Is.LessThanOrEqualTo(_lease));
    }

    [TestCase(15, 29)]
    [TestCase(600, 599)]
    public async Task The_longest_lease_and_the_longest_wait_are_kept(int lease, int dueInSeconds)
    {
        await CreateAsync();
        await PassAsync(-TimeSpan.FromSeconds(dueInSeconds));

        Assert.That(await Queue.ClaimAsync(Bucket.All, TimeSpan.FromSeconds(lease)), Is.Empty);
    }

    [Test]
    public async Task What_is_due_comes_before_what_a_wrong_clock_has_put_off()
    {
        await CreateAsync("o1");
        await PassAsync(-TimeSpan.FromHours(8));
        await CreateAsync(Neighbour);

        var first = await Queue.ClaimAsync([Bucket.Of("o1")], _lease, most: 1);
        var second = await Queue.ClaimAsync([Bucket.Of("o1")], _lease, most: 1);

        Assert.That((first.Single(), second.Single()), Is.EqualTo((Neighbour, "o1")));
    }

    [Test]
    public async Task An_order_of_tomorrow_took_no_time_and_not_less()
    {
        using var settled = new MetricCollector<double>(null, "Payment.Api", "payment.settle.duration");
        await Store.CreateAsync(Order.Place("p1", 3, 19.99m, 0.2m, Time.GetUtcNow().AddDays(1)) with { Id = "o1" });
        OnCharge().ReturnsAsync(Charged);

        await PollAsync();
        await Store.ConfirmAsync(["o1"]);

        Assert.That(settled.LastMeasurement!.Value, Is.Zero);
    }

    private async Task RequeueAsync(PaymentQueue queue)
    {
        await Redis.Database.KeyDeleteAsync(OrderKeys.Payments(Bucket.Of("o1")));
        Assert.That(await queue.RequeueAsync(Bucket.Of("o1"), after: null), Is.EqualTo(((Cursor?)null, 1)));
    }
}
