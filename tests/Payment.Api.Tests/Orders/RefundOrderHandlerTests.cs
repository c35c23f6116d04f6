using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Payment.Api.Orders;
using Payment.Api.Payments;
using Shared.Contracts;
using Shared.Redis.Consuming;

namespace Payment.Api.Tests.Orders;

public sealed class RefundOrderHandlerTests
{
    private Mock<IOrderStore> _orders = null!;
    private Mock<IPaymentGateway> _gateway = null!;

    [SetUp]
    public void Arrange()
    {
        _orders = new Mock<IOrderStore>(MockBehavior.Strict);
        _gateway = new Mock<IPaymentGateway>(MockBehavior.Strict);
        _gateway.Setup(gateway => gateway.RefundAsync("o1", It.IsAny<CancellationToken>())).Returns(Task.CompletedTask);
    }

    [TestCase(OrderStatus.Completed)]
    [TestCase(OrderStatus.Pending)]
    [TestCase(OrderStatus.Refunded, Description = "delivered again: the process may have ended before it asked the gateway")]
    public async Task The_gateway_gives_the_money_of_an_order_back(OrderStatus before)
    {
        _orders.Setup(store => store.RefundAsync("o1", RefusalReason.InsufficientStock)).ReturnsAsync(before);

        await HandleAsync(RefusalReason.InsufficientStock);

        _gateway.Verify(gateway => gateway.RefundAsync("o1", It.IsAny<CancellationToken>()), Times.Once);
    }

    [TestCase(OrderStatus.Declined, "order_declined")]
    [TestCase(null, "order_not_found")]
    public void A_refund_of_an_order_that_was_never_charged_is_a_dead_letter(OrderStatus? before, string reason)
    {
        _orders.Setup(store => store.RefundAsync("o1", RefusalReason.InsufficientStock)).ReturnsAsync(before);

        Assert.That(
            () => HandleAsync(RefusalReason.InsufficientStock), Throws.InstanceOf<DeadLetterException>().With.Message.EqualTo(reason));

        _gateway.VerifyNoOtherCalls();
    }

    [Test]
    public async Task The_order_is_marked_before_its_money_goes_back_so_that_it_is_never_completed_after()
    {
        var calls = new List<string>();
        _orders.Setup(store => store.RefundAsync("o1", RefusalReason.PriceChanged))
            .ReturnsAsync(OrderStatus.Completed).Callback(() => calls.Add("store"));
        _gateway.Setup(gateway => gateway.RefundAsync("o1", It.IsAny<CancellationToken>()))
            .Returns(Task.CompletedTask).Callback(() => calls.Add("gateway"));

        await HandleAsync(RefusalReason.PriceChanged);

        Assert.That(calls, Is.EqualTo(["store", "gateway"]));
    }

    [Test]
    public async Task A_refund_without_a_reason_is_unspecified()
    {
        _orders.Setup(store => store.RefundAsync("o1", "unspecified")).ReturnsAsync(OrderStatus.Completed);

        await HandleAsync(reason: null);

        _orders.Verify(store => store.RefundAsync("o1", "unspecified"), Times.Once);
    }

    [Test]
    public void A_fault_of_the_gateway_reaches_the_consumer_which_then_delivers_again()
    {
        _orders.Setup(store => store.RefundAsync("o1", RefusalReason.PriceChanged)).ReturnsAsync(OrderStatus.Completed);
        _gateway.Setup(gateway => gateway.RefundAsync("o1", It.IsAny<CancellationToken>())).ThrowsAsync(new TimeoutException());

        Assert.That(() => HandleAsync(RefusalReason.PriceChanged), Throws.InstanceOf<TimeoutException>());
    }

    private Task HandleAsync(string? reason) =>
        new RefundOrderHandler(_orders.Object, _gateway.Object, NullLogger<RefundOrderHandler>.Instance)
            .HandleAsync(new RefundOrder(new OrderCompleted { OrderId = "o1" }, reason), CancellationToken.None);
}
