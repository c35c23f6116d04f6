using System.ComponentModel.DataAnnotations;
using Inventory.Api.Products;
using Microsoft.AspNetCore.Mvc;
using Shared.Redis;
using Shared.ServiceDefaults;

namespace Inventory.Api.Controllers;

/// <summary>The products and their stock.</summary>
[ApiController]
[Route("products")]
public sealed class ProductsController(IProductStore products) : ControllerBase
{
    /// <summary>Lists products, newest first.</summary>
    /// <param name="cursor">Where to go on, from the <c>Link</c> header of the page before; none begins with the newest.</param>
    /// <param name="limit">Most products on the page.</param>
    /// <response code="200">A page of products. A <c>Link</c> header with <c>rel="next"</c> leads to the next one, if there is one.</response>
    /// <response code="400">The limit is out of range, or the cursor is not one of ours.</response>
    [HttpGet]
    [ProducesResponseType<IReadOnlyList<Product>>(StatusCodes.Status200OK)]
    [ProducesResponseType<ValidationProblemDetails>(StatusCodes.Status400BadRequest)]
    public async Task<ActionResult<IReadOnlyList<Product>>> List(Cursor? cursor, [Range(1, Paging.MaxLimit)] int limit = 50) =>
        this.OkPage(await products.ListAsync(cursor, limit), limit);

    /// <summary>Creates a product.</summary>
    /// <param name="request">The product.</param>
    /// <response code="201">The product; <c>Location</c> is its address.</response>
    /// <response code="400">A field is missing or out of range; the problem names each.</response>
    /// <response code="413">The body is larger than 16 KB.</response>
    /// <response code="415">The body is not JSON.</response>
    [HttpPost]
    [Consumes("application/json")]
    [ProducesResponseType<Product>(StatusCodes.Status201Created)]
    [ProducesResponseType<ValidationProblemDetails>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status413PayloadTooLarge)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status415UnsupportedMediaType)]
    public async Task<ActionResult<Product>> Create(CreateProduct request)
    {
        var product = new Product(Guid.CreateVersion7().ToString(), request.Name!, request.Price!.Value, request.Quantity!.Value);
        await products.CreateAsync(product);
        return CreatedAtAction(nameof(Get), new { product.Id }, product);
    }

    /// <summary>Shows one product.</summary>
    /// <param name="id">Id of the product.</param>
    /// <response code="200">The product.</response>
    /// <response code="404">There is no such product.</response>
    [HttpGet("{id}")]
    [ProducesResponseType<Product>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound)]
    public async Task<ActionResult<Product>> Get(string id) =>
        await products.FindAsync(id) is { } product ? product : NotFound();

    /// <summary>Removes a product. Orders for it that are paid later are refused and refunded.</summary>
    /// <param name="id">Id of the product.</param>
    /// <response code="204">The product is gone.</response>
    /// <response code="404">There is no such product.</response>
    [HttpDelete("{id}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound)]
    public async Task<ActionResult> Delete(string id) =>
        await products.DeleteAsync(id) ? NoContent() : NotFound();
}
