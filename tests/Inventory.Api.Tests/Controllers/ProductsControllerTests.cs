using Inventory.Api.Controllers;
using Inventory.Api.Products;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Moq;
using Shared.Redis.Paging;
using Shared.Redis.Streams;
using Shared.ServiceDefaults.Http;

namespace Inventory.Api.Tests.Controllers;

public sealed class ProductsControllerTests
{
    private static readonly Product _cup = new("p1", "Cup", 19.99m, 5);

    private Mock<IProductStore> _products = null!;
    private ProductsController _controller = null!;

    [SetUp]
    public void Arrange()
    {
        _products = new Mock<IProductStore>(MockBehavior.Strict);
        _controller = new ProductsController(_products.Object)
        {
            ControllerContext = { HttpContext = new DefaultHttpContext { Request = { Path = "/products" } } },
        };
    }

    [Test]
    public async Task A_created_product_is_stored_under_a_new_id_and_answered_with_its_address()
    {
        var stored = new List<Product>();
        _products.Setup(store => store.CreateAsync(Capture.In(stored), false))
            .ReturnsAsync((Product product, bool _) => new ProductChange(ChangeOutcome.Done, product));
        var request = new CreateProduct { Name = "Cup", Price = 19.99m, Quantity = 5 };

        var first = await _controller.Create(request);
        await _controller.Create(request);

        Assert.That(stored[0], Is.EqualTo(_cup with { Id = stored[0].Id }));
        Assert.That(stored[0].Id, Is.Not.EqualTo(stored[1].Id));
        var created = (CreatedResult)first.Result!;
        Assert.That(created.Value, Is.EqualTo(stored[0]));
        Assert.That(created.Location, Is.EqualTo($"/products/{stored[0].Id}"));
    }

    [Test]
    public async Task A_product_that_is_found_is_shown()
    {
        _products.Setup(store => store.FindAsync("p1")).ReturnsAsync(_cup);

        Assert.That(((OkObjectResult)(await _controller.Get("p1")).Result!).Value, Is.EqualTo(_cup));
    }

    [Test]
    public async Task A_product_that_is_not_found_is_404()
    {
        _products.Setup(store => store.FindAsync("p1")).ReturnsAsync((Product?)null);

        Assert.That((await _controller.Get("p1")).Result, Is.InstanceOf<NotFoundResult>());
    }

    [Test]
    public async Task A_key_stands_for_another_request_at_each_product()
    {
        var requests = new List<string>();
        _products.Setup(store => store.ChangeStockAsync(It.IsAny<string>(), 1, Capture.In(requests), null))
            .ReturnsAsync(new ProductChange(ChangeOutcome.Done, _cup));

        foreach (var id in new[] { "p1", "p2", "p1" })
        {
            await _controller.ChangeStock(id, new ChangeStock { Delta = 1 }, new IdempotencyKey("k1"));
        }

        Assert.That(requests[1], Is.Not.EqualTo(requests[0]));
        Assert.That(requests[2], Is.EqualTo(requests[0]));
    }

    [TestCase(ChangeOutcome.Done, StatusCodes.Status204NoContent)]
    [TestCase(ChangeOutcome.Missing, StatusCodes.Status404NotFound)]
    public async Task Deleting_says_whether_there_was_a_product(ChangeOutcome outcome, int status)
    {
        _products.Setup(store => store.DeleteAsync("p1", null)).ReturnsAsync(outcome);

        Assert.That(((StatusCodeResult)await _controller.Delete("p1")).StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task A_page_links_to_the_next_one_only_when_there_is_more([Values] bool more)
    {
        var (after, next) = (new Cursor(new StreamId(2, 0)), new Cursor(new StreamId(1, 0)));
        _products.Setup(store => store.ListAsync(after, 1)).ReturnsAsync(new Page<Product>([_cup], more ? next : null));

        var page = await _controller.List(after, limit: 1);

        Assert.That(((OkObjectResult)page.Result!).Value, Is.EqualTo(new[] { _cup }));
        Assert.That(
            _controller.Response.Headers.Link.ToString(),
            Is.EqualTo(more ? $"</products?limit=1&cursor={next}>; rel=\"next\"" : ""));
    }
}
