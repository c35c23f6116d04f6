using Microsoft.Extensions.Logging.Abstractions;
using Payment.Api.Orders;
using Shared.Redis.Buckets;
using Shared.Redis.Paging;

namespace Payment.Api.Tests.Orders;

/// <summary>A pending order without a payment in the queue would wait for ever.</summary>
public sealed class PaymentRequeuerTests : OrderStoreFixture
{
    [Test]
    public async Task Pending_orders_that_are_missing_from_the_queue_are_due_again()
    {
        var ids = Enumerable.Range(0, 50).Select(number => $"o{number}").ToList();
        await Task.WhenAll(ids.Select(id => CreateAsync(id)));
        await LoseQueueAsync();

        await WalkAsync();

        Assert.That(await Task.WhenAll(ids.Select(DueInAsync)), Is.All.LessThanOrEqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task What_is_queued_again_rings_for_its_payment()
    {
        await CreateAsync();
        await LoseQueueAsync();
        Queue.Bell.Answer();

        await WalkAsync();

        Assert.That(Queue.Bell.Answer(), Does.Contain(Bucket.Of("o1")));
    }

    [Test]
    public async Task A_payment_that_is_in_the_queue_keeps_its_due_time()
    {
        await CreateAsync();
        await Queue.PostponeAsync("o1");
        var before = await Redis.SnapshotAsync();

        await WalkAsync();

        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    [TestCase(OrderStatus.Completed)]
    [TestCase(OrderStatus.Declined)]
    [TestCase(OrderStatus.Refunded)]
    public async Task A_decided_order_is_left_alone(OrderStatus status)
    {
        await CreateAsync();
        await Redis.Database.HashSetAsync(OrderKeys.Order("o1"), "status", $"{status}".ToLowerInvariant());
        await LoseQueueAsync();

        await WalkAsync();

        Assert.That(await DueInAsync(), Is.Null);
    }

    [Test]
    public async Task An_order_that_cannot_be_read_holds_up_no_other()
    {
        await CreateAsync("o1");
        await CreateAsync(Neighbour); // It is newer, and so the first.
        await Redis.Database.StringSetAsync(OrderKeys.Order(Neighbour), "no order");
        await LoseQueueAsync();

        await WalkAsync();

        Assert.That(await DueInAsync("o1"), Is.LessThanOrEqualTo(TimeSpan.Zero));
        Assert.That(await DueInAsync(Neighbour), Is.Null);
    }

    [Test]
    public async Task More_orders_than_one_batch_are_looked_at_in_parts()
    {
        var bucket = Bucket.Of("o1");
        var ids = Enumerable.Range(0, int.MaxValue).Select(number => $"o{number}").Where(id => Bucket.Of(id) == bucket);
        await Task.WhenAll(ids.Take(PaymentQueue.RequeueBatch + 1).Select(id => CreateAsync(id)));
        await LoseQueueAsync();

        var (next, queued) = await Queue.RequeueAsync(bucket, after: null);
        Assert.That((next is null, queued), Is.EqualTo((false, PaymentQueue.RequeueBatch)));
        Assert.That(await Queue.RequeueAsync(bucket, next), Is.EqualTo(((Cursor?)null, 1)));
    }

    /// <summary>Lets the requeuer look into each bucket once.</summary>
    private async Task WalkAsync()
    {
        using var requeuer = new PaymentRequeuer(Queue, Time, NullLogger<PaymentRequeuer>.Instance);
        foreach (var _ in Bucket.All)
        {
            Assert.That(await requeuer.PollOnceAsync(CancellationToken.None), Is.False);
        }
    }

    private Task<long> LoseQueueAsync() => Redis.Database.KeyDeleteAsync([.. Bucket.All.Select(OrderKeys.Payments)]);
}
