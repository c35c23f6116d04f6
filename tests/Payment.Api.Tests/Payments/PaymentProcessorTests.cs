using Moq;
using Payment.Api.Orders;
using Payment.Api.Payments;
using Shared.Redis.Buckets;

namespace Payment.Api.Tests.Payments;

public sealed class PaymentProcessorTests : ProcessorFixture
{
    [Test]
    public async Task A_due_payment_is_charged_once_and_completed()
    {
        await CreateAsync();
        Gateway.Setup(gateway => gateway.ChargeAsync("o1", 71.96m, It.IsAny<CancellationToken>()))
            .ReturnsAsync(Charged);

        Assert.That(await PollAsync(), Is.True);
        Assert.That(await PollAsync(), Is.False);

        Assert.That(await StatusAsync(), Is.EqualTo(OrderStatus.Completed));
        Assert.That(await OutboxAsync(), Has.Count.EqualTo(1));
        AssertCharged(Times.Once());
    }

    [Test]
    public async Task A_new_order_rings_for_its_payment()
    {
        Queue.Bell.Answer();
        await CreateAsync();
        OnCharge().ReturnsAsync(Charged);

        await Processor.PollOnceAsync(CancellationToken.None);
        await Processor.FinishAsync();

        Assert.That(await StatusAsync(), Is.EqualTo(OrderStatus.Completed));
    }

    [Test]
    public async Task A_payment_the_gateway_refuses_declines_the_order_with_its_reason()
    {
        await CreateAsync();
        OnCharge().ReturnsAsync(new ChargeResult("card_expired"));

        await PollAsync();

        var order = (await Store.FindAsync("o1"))!;
        Assert.That(order.Status, Is.EqualTo(OrderStatus.Declined));
        Assert.That(order.Reason, Is.EqualTo("card_expired"));
        Assert.That(await OutboxAsync(), Is.Empty);
        Assert.That(await PollAsync(), Is.False);
    }

    [Test]
    public async Task More_payments_than_one_batch_are_all_charged_once_without_waiting()
    {
        var ids = Enumerable.Range(0, 300).Select(number => $"o{number}").ToList();
        var bucketOfMost = Enumerable.Range(0, 5000).Select(number => $"x{number}")
            .Where(id => Bucket.Of(id) == Bucket.Of("o1")).Take(150);
        ids.AddRange(bucketOfMost);
        await Task.WhenAll(ids.Select(id => CreateAsync(id)));
        Gateway.Setup(gateway => gateway.ChargeAsync(It.IsAny<string>(), 71.96m, It.IsAny<CancellationToken>()))
            .ReturnsAsync(Charged);

        while (await Processor.PollOnceAsync(CancellationToken.None))
        {
        }

        await Processor.FinishAsync();
        Assert.That(await Task.WhenAll(ids.Select(StatusAsync)), Is.All.EqualTo(OrderStatus.Completed));
        Assert.That(Gateway.Invocations.Select(call => call.Arguments[0]), Is.EquivalentTo(ids));
    }

    [Test]
    public async Task Two_instances_at_once_charge_each_payment_once()
    {
        var ids = Enumerable.Range(0, 200).Select(number => $"o{number}").ToList();
        await Task.WhenAll(ids.Select(id => CreateAsync(id)));
        Gateway.Setup(gateway => gateway.ChargeAsync(It.IsAny<string>(), 71.96m, It.IsAny<CancellationToken>()))
            .ReturnsAsync(Charged);
        using var otherQueue = NewQueue();
        using var other = NewProcessor(otherQueue);

        await Task.WhenAll(PollAsync(), other.PollOnceAsync(CancellationToken.None));
        await other.FinishAsync();

        Assert.That(Gateway.Invocations.Select(call => call.Arguments[0]), Is.EquivalentTo(ids));
    }

    [Test]
    public async Task A_payment_of_an_order_that_does_not_exist_leaves_the_queue_uncharged()
    {
        await Redis.Database.SortedSetAddAsync(OrderKeys.Payments(Bucket.Of("o1")), "o1", 1);

        await PollAsync();

        Assert.That(Redis.Server.Keys(), Is.Empty);
    }
}
