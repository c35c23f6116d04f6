using Inventory.Api.Products;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Moq;
using Shared.Contracts;

namespace Inventory.Api.Tests.Products;

public sealed class OrderCompletedHandlerTests
{
    private readonly OrderCompleted _order = new() { OrderId = "o1", ProductId = "p1", Quantity = 2 };

    [TestCase(null, true, "reserved")]
    [TestCase(null, false, "reserved")]
    [TestCase(RefusalReason.InsufficientStock, true, "refused")]
    [TestCase(RefusalReason.InsufficientStock, false, "refused")]
    public async Task What_was_decided_is_the_verdict_each_time(string? refusal, bool isNew, string verdict)
    {
        var products = new Mock<IProductStore>(MockBehavior.Strict);
        products.Setup(store => store.ReserveAsync(_order)).ReturnsAsync(new Reservation(refusal, isNew));

        Assert.That(await Handler(products).HandleAsync(_order, CancellationToken.None), Is.EqualTo(verdict));

        products.Verify(store => store.ReserveAsync(_order), Times.Once);
    }

    [Test]
    public void A_fault_of_the_store_reaches_the_consumer_which_then_does_not_acknowledge()
    {
        var products = new Mock<IProductStore>(MockBehavior.Strict);
        products.Setup(store => store.ReserveAsync(_order)).ThrowsAsync(new TimeoutException());

        Assert.That(
            () => Handler(products).HandleAsync(_order, CancellationToken.None), Throws.InstanceOf<TimeoutException>());
    }

    [TestCase(null)]
    [TestCase(RefusalReason.InsufficientStock)]
    public async Task What_a_foreign_producer_wrote_cannot_forge_a_line_of_the_log(string? refusal)
    {
        var order = new OrderCompleted { OrderId = "o1\r\nOrder o2", ProductId = "p1\u001b[2J", Quantity = 2 };
        var products = new Mock<IProductStore>();
        products.Setup(store => store.ReserveAsync(order)).ReturnsAsync(new Reservation(refusal, IsNew: true));
        var log = new FakeLogger<OrderCompletedHandler>();

        await new OrderCompletedHandler(products.Object, log).HandleAsync(order, CancellationToken.None);

        Assert.That(log.LatestRecord.Message, Does.StartWith("Order o1??Order o2: ").And.Not.Contain('\u001b'));
    }

    private static OrderCompletedHandler Handler(Mock<IProductStore> products) =>
        new(products.Object, NullLogger<OrderCompletedHandler>.Instance);
}
