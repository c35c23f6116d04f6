using Moq;
using Moq.Language.Flow;
using Payment.Api.Orders;
using Payment.Api.Payments;

namespace Payment.Api.Tests.Payments;

/// <summary>A charge that is never answered has a limit, and what it may have taken goes back.</summary>
public sealed class PaymentGiveUpTests : ProcessorFixture
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
            Time.Advance(TimeSpan.FromSeconds(30));
        }

        var order = (await Store.FindAsync("o1"))!;
        Assert.That(order.Status, Is.EqualTo(OrderStatus.Declined));
        Assert.That(order.Reason, Is.EqualTo("gateway_unavailable"));
        Assert.That(await PollAsync(), Is.True, "gives back what it may have been charged");
        Assert.That(await PollAsync(), Is.False);
        AssertCharged(Times.Exactly(maxAttempts));
    }

    [Test]
    public async Task What_an_order_that_is_given_up_may_have_been_charged_goes_back_however_often_that_fails()
    {
        Settings.MaxAttempts = 1;
        await CreateAsync();
        OnCharge().ThrowsAsync(new HttpRequestException("The charge was made, but the answer got lost."));
        OnRefund().ThrowsAsync(new HttpRequestException("The gateway is away."));
        await PollAsync();
        Assert.That(await StatusAsync(), Is.EqualTo(OrderStatus.Declined));

        for (var attempt = 0; attempt < 10; attempt++)
        {
            Time.Advance(TimeSpan.FromSeconds(30));
            Assert.That(await PollAsync(), Is.True);
        }

        OnRefund().Returns(Task.CompletedTask);
        Time.Advance(TimeSpan.FromSeconds(30));
        await PollAsync();
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.That(await PollAsync(), Is.False);
        Gateway.Verify(gateway => gateway.RefundAsync("o1", It.IsAny<CancellationToken>()), Times.Exactly(11));
    }

    [Test]
    public async Task A_charge_that_is_answered_after_the_order_was_given_up_goes_back_too()
    {
        await CreateAsync();
        OnCharge().Returns(async () =>
        {
            await Store.GiveUpAsync("o1", "gateway_unavailable");
            return Charged;
        });
        OnRefund().Returns(Task.CompletedTask);

        await PollAsync();
        Assert.That(await StatusAsync(), Is.EqualTo(OrderStatus.Declined));
        await PollAsync();

        Assert.That(await OutboxAsync(), Is.Empty);
        Gateway.Verify(gateway => gateway.RefundAsync("o1", It.IsAny<CancellationToken>()), Times.Once);
    }

    private ISetup<IPaymentGateway, Task> OnRefund() =>
        Gateway.Setup(gateway => gateway.RefundAsync("o1", It.IsAny<CancellationToken>()));
}
