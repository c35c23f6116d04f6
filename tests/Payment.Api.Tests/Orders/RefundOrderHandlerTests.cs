using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Moq;
using Payment.Api.Orders;
using Shared.Contracts;
using Shared.Redis.Consuming;

namespace Payment.Api.Tests.Orders;

public sealed class RefundOrderHandlerTests
{
    private static readonly Decision _refunded = new(OrderStatus.Refunded, IsNew: true);

    private Mock<IOrderStore> _orders = null!;

    [SetUp]
    public void Arrange() => _orders = new Mock<IOrderStore>(MockBehavior.Strict);

    [TestCase(true)]
    [TestCase(false, Description = "delivered again")]
    public async Task A_refused_order_is_refunded_with_its_reason(bool isNew)
    {
        _orders.Setup(store => store.RefundAsync("o1", RefusalReason.InsufficientStock))
            .ReturnsAsync(new Decision(OrderStatus.Refunded, isNew));

        await HandleAsync(RefusalReason.InsufficientStock);

        _orders.Verify(store => store.RefundAsync("o1", RefusalReason.InsufficientStock), Times.Once);
    }

    [TestCase(OrderStatus.Declined, "order_declined")]
    [TestCase(OrderStatus.Completed, "order_confirmed", Description = "otherwise it would be refunded now")]
    [TestCase(null, "order_not_found")]
    public void A_refund_of_an_order_that_was_never_charged_or_is_confirmed_is_a_dead_letter(
        OrderStatus? status, string reason)
    {
        _orders.Setup(store => store.RefundAsync("o1", RefusalReason.InsufficientStock))
            .ReturnsAsync(new Decision(status, IsNew: false));

        Assert.That(
            () => HandleAsync(RefusalReason.InsufficientStock),
            Throws.InstanceOf<DeadLetterException>().With.Message.EqualTo(reason));
    }

    [Test]
    public async Task A_refund_without_a_reason_is_unspecified()
    {
        _orders.Setup(store => store.RefundAsync("o1", "unspecified")).ReturnsAsync(_refunded);

        await HandleAsync(reason: null);

        _orders.Verify(store => store.RefundAsync("o1", "unspecified"), Times.Once);
    }

    [Test]
    public async Task What_a_foreign_producer_wrote_cannot_forge_a_line_of_the_log()
    {
        var refund = new RefundOrder(
            new OrderCompleted { OrderId = "o1\r\nOrder o2" }, "price_changed\nOrder o3: refunded");
        _orders.Setup(store => store.RefundAsync(refund.Order.OrderId, refund.Reason!)).ReturnsAsync(_refunded);
        var log = new FakeLogger<RefundOrderHandler>();

        await new RefundOrderHandler(_orders.Object, log).HandleAsync(refund, CancellationToken.None);

        Assert.That(
            log.LatestRecord.Message, Is.EqualTo("Order o1??Order o2: refunded, price_changed?Order o3: refunded"));
    }

    private Task<string?> HandleAsync(string? reason) =>
        new RefundOrderHandler(_orders.Object, NullLogger<RefundOrderHandler>.Instance)
            .HandleAsync(new RefundOrder(new OrderCompleted { OrderId = "o1" }, reason), CancellationToken.None);
}
