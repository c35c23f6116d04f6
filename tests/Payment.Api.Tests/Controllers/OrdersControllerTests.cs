using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Payment.Api.Controllers;
using Payment.Api.Orders;
using Shared.Redis.Connections;
using Shared.Redis.Paging;
using Shared.Redis.Streams;
using Shared.ServiceDefaults.Http;

namespace Payment.Api.Tests.Controllers;

public sealed class OrdersControllerTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 22, 10, 30, 15, TimeSpan.Zero);
    private static readonly Order _order = Order.Place("p1", 3, 19.99m, 0.1m, _now) with { Id = "o1" };

    private Mock<IOrderStore> _orders = null!;
    private OrderOptions _settings = null!;
    private OrdersController _controller = null!;

    [SetUp]
    public void Arrange()
    {
        _orders = new Mock<IOrderStore>(MockBehavior.Strict);
        var (time, servers) = (new FakeTimeProvider(_now), Mock.Of<IRedisServers>());
        var watch = new OrderWatch(
            _orders.Object, servers, Mock.Of<IHostApplicationLifetime>(), time, NullLogger<OrderWatch>.Instance);
        _settings = new OrderOptions { FeeRate = 0.1m };
        var depth = new PaymentQueueDepth(servers, Options.Create(_settings));
        _controller = new OrdersController(_orders.Object, watch, depth, Options.Create(_settings), time)
        {
            ControllerContext = { HttpContext = new DefaultHttpContext { Request = { Path = "/orders" } } },
        };
    }

    [Test]
    public async Task Where_too_many_wait_already_no_order_is_placed()
    {
        _settings.MaxWaiting = 0;

        var answer = await _controller.Create(new PlaceOrder { ProductId = "p1", Quantity = 3, Price = 19.99m });

        Assert.That(((ObjectResult)answer.Result!).StatusCode, Is.EqualTo(StatusCodes.Status503ServiceUnavailable));
        _orders.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Where_too_many_wait_already_an_order_that_was_placed_before_is_shown_all_the_same()
    {
        _settings.MaxWaiting = 0;
        var key = new IdempotencyKey("k1");
        _orders.Setup(store => store.FindAsync(key.ToId("orders")))
            .ReturnsAsync(_order with { Status = OrderStatus.Completed });

        var answer = await _controller.Create(new PlaceOrder { ProductId = "p1", Quantity = 3, Price = 19.99m }, key);

        Assert.That(((CreatedResult)answer.Result!).Location, Is.EqualTo("/orders/o1"));
        Assert.That(_controller.Response.Headers["Idempotent-Replayed"].ToString(), Is.EqualTo("true"));
    }

    [Test]
    public async Task Where_too_many_wait_already_a_new_key_places_no_order()
    {
        _settings.MaxWaiting = 0;
        var key = new IdempotencyKey("k1");
        _orders.Setup(store => store.FindAsync(key.ToId("orders"))).ReturnsAsync((Order?)null);

        var answer = await _controller.Create(new PlaceOrder { ProductId = "p1", Quantity = 3, Price = 19.99m }, key);

        Assert.That(((ObjectResult)answer.Result!).StatusCode, Is.EqualTo(StatusCodes.Status503ServiceUnavailable));
    }

    [Test]
    public async Task A_placed_order_is_stored_as_pending_with_the_fee_of_the_settings_and_answered_with_its_address()
    {
        var stored = new List<Order>();
        _orders.Setup(store => store.CreateAsync(Capture.In(stored)))
            .ReturnsAsync((Order order) => new Placement(order, IsNew: true));

        var answer = await _controller.Create(new PlaceOrder { ProductId = "p1", Quantity = 3, Price = 19.99m });

        Assert.That(stored.Single(), Is.EqualTo(_order with { Id = stored[0].Id }));
        var created = (CreatedResult)answer.Result!;
        Assert.That(created.Value, Is.EqualTo(stored[0]));
        Assert.That(created.Location, Is.EqualTo($"/orders/{stored[0].Id}"));
    }

    [Test]
    public async Task An_order_that_is_found_is_shown()
    {
        _orders.Setup(store => store.FindAsync("o1")).ReturnsAsync(_order);

        Assert.That(((OkObjectResult)(await _controller.Get("o1")).Result!).Value, Is.EqualTo(_order));
    }

    [Test]
    public async Task An_order_that_is_not_found_is_404()
    {
        _orders.Setup(store => store.FindAsync("o1")).ReturnsAsync((Order?)null);

        Assert.That((await _controller.Get("o1")).Result, Is.InstanceOf<NotFoundResult>());
    }

    [Test]
    public async Task A_page_links_to_the_next_one_only_when_there_is_more([Values] bool more)
    {
        var (after, next) = (new Cursor(new StreamId(2, 0)), new Cursor(new StreamId(1, 0)));
        _orders.Setup(store => store.ListAsync(after, 1, null))
            .ReturnsAsync(new Page<Order>([_order], more ? next : null));

        var page = await _controller.List(after, limit: 1);

        Assert.That(((OkObjectResult)page.Result!).Value, Is.EqualTo(new[] { _order }));
        Assert.That(
            _controller.Response.Headers.Link.ToString(),
            Is.EqualTo(more ? $"</orders?limit=1&cursor={next}>; rel=\"next\"" : ""));
    }
}
