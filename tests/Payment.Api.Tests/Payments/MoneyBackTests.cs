using Moq;
using Moq.Language.Flow;
using Payment.Api.Orders;
using Payment.Api.Payments;
using Shared.Redis.Buckets;

namespace Payment.Api.Tests.Payments;

/// <summary>Money of an order that is refunded, or given up with its charge unknown, goes back in any case.</summary>
public sealed class MoneyBackTests : ProcessorFixture
{
    [TestCase(1)]
    [TestCase(3)]
    public async Task A_charge_that_always_fails_is_given_up_after_MaxAttempts_and_the_order_declined(int maxAttempts)
    {
        Settings.MaxAttempts = maxAttempts;
        await CreateAsync();
        OnCharge().ThrowsAsync(new HttpRequestException("The gateway is away."));
        OnRefund().Returns(Task.CompletedTask);

        for (var attempt = 1; attempt <= maxAttempts; attempt++)
        {
            Assert.That(await StatusAsync(), Is.EqualTo(OrderStatus.Pending));
            await PollAsync();
            await PassAsync(TimeSpan.FromSeconds(30));
        }

        var order = (await Store.FindAsync("o1"))!;
        Assert.That(order.Status, Is.EqualTo(OrderStatus.Declined));
        Assert.That(order.Reason, Is.EqualTo("gateway_unavailable"));
        Assert.That(await PollAsync(), Is.True, "gives back what it may have been charged");
        Assert.That(await PollAsync(), Is.False);
        AssertCharged(Times.Exactly(maxAttempts));
    }

    [TestCase(OrderStatus.Declined)]
    [TestCase(OrderStatus.Refunded)]
    public async Task The_gateway_is_asked_for_the_money_until_it_answers(OrderStatus status)
    {
        await CreateAsync();
        await OweAsync(status);
        OnRefund().ThrowsAsync(new HttpRequestException("The gateway is away."));
        for (var attempt = 0; attempt < 10; attempt++)
        {
            await PassAsync(TimeSpan.FromSeconds(30));
            Assert.That(await PollAsync(), Is.True);
        }

        OnRefund().Returns(Task.CompletedTask);
        await PassAsync(TimeSpan.FromSeconds(30));
        await PollAsync();

        Assert.That(await DueInAsync(), Is.Null);
        Assert.That(await StatusAsync(), Is.EqualTo(status));
        AssertRefundAsked(Times.Exactly(11));
    }

    [TestCase(OrderStatus.Declined)]
    [TestCase(OrderStatus.Refunded)]
    public async Task A_charge_that_is_answered_when_its_order_was_decided_otherwise_goes_back(OrderStatus status)
    {
        await CreateAsync();
        OnCharge().Returns(async () =>
        {
            await OweAsync(status);
            return Charged;
        });
        OnRefund().Returns(Task.CompletedTask);

        await PollAsync();
        Assert.That(await StatusAsync(), Is.EqualTo(status));
        await PollAsync();

        Assert.That(await OutboxAsync(), Is.Empty);
        Assert.That(await DueInAsync(), Is.Null);
        AssertRefundAsked(Times.Once());
    }

    [Test]
    public async Task A_refund_of_which_the_process_ended_is_taken_up_by_another_after_its_lease()
    {
        await CreateAsync();
        await OweAsync(OrderStatus.Refunded);
        OnRefund().Returns(new TaskCompletionSource().Task);
        await AskAsync(); // This process never gets any further.
        using var otherQueue = NewQueue();
        using var other = NewProcessor(otherQueue);
        OnRefund().Returns(Task.CompletedTask);

        await PassAsync(Lease);
        otherQueue.Bell.Ring(Bucket.Of("o1"));
        await other.PollOnceAsync(CancellationToken.None);
        await other.FinishAsync();

        Assert.That(await DueInAsync(), Is.Null);
        AssertRefundAsked(Times.Exactly(2));
    }

    [Test]
    public async Task A_refunded_order_rings_for_its_money()
    {
        await CreateInAsync(OrderStatus.Completed);
        Queue.Bell.Answer();
        OnRefund().Returns(Task.CompletedTask);

        await Store.RefundAsync("o1", "insufficient_stock");
        await Processor.PollOnceAsync(CancellationToken.None);
        await Processor.FinishAsync();

        AssertRefundAsked(Times.Once());
    }

    [Test]
    public async Task A_payment_of_an_order_that_is_already_completed_leaves_the_queue_uncharged()
    {
        await CreateInAsync(OrderStatus.Completed);
        await Redis.Database.SortedSetAddAsync(OrderKeys.Payments(Bucket.Of("o1")), "o1", 1);

        await PollAsync();

        Assert.That(await DueInAsync(), Is.Null);
        Assert.That(await OutboxAsync(), Has.Count.EqualTo(1));
    }

    private Task<Decision> OweAsync(OrderStatus status) => status == OrderStatus.Refunded
        ? Store.RefundAsync("o1", "insufficient_stock")
        : Store.DeclineAsync("o1", "gateway_unavailable", mayBeCharged: true);

    private void AssertRefundAsked(Times times) =>
        Gateway.Verify(gateway => gateway.RefundAsync("o1", It.IsAny<CancellationToken>()), times);

    private ISetup<IPaymentGateway, Task> OnRefund() =>
        Gateway.Setup(gateway => gateway.RefundAsync("o1", It.IsAny<CancellationToken>()));
}
