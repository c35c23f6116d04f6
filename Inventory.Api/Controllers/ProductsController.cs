using System.ComponentModel.DataAnnotations;
using Inventory.Api.Products;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Shared.Redis.Paging;
using Shared.ServiceDefaults.Access;
using Shared.ServiceDefaults.Http;

namespace Inventory.Api.Controllers;

/// <summary>The products and their stock.</summary>
[ApiController]
[Route("products")]
public sealed class ProductsController(IProductStore products) : ControllerBase
{
    /// <summary>Lists products, newest first.</summary>
    /// <param name="cursor">
    /// Where to go on, from the <c>Link</c> header of the page before; none begins with the newest.
    /// </param>
    /// <param name="limit">Most products on the page.</param>
    /// <response code="200">
    /// A page of products. A <c>Link</c> header with <c>rel="next"</c> leads to the next one, if there is one.
    /// </response>
    /// <response code="400">The limit is out of range, or the cursor is not one of ours.</response>
    [HttpGet, HttpHead]
    [Authorize(Permissions.ReadProducts)]
    [ProducesResponseType<IReadOnlyList<Product>>(StatusCodes.Status200OK)]
    public async Task<ActionResult<IReadOnlyList<Product>>> List(
        Cursor? cursor, [Range(1, Paging.MaxLimit)] int limit = 50) =>
        this.OkPage(await products.ListAsync(cursor, limit), limit);

    /// <summary>Creates a product.</summary>
    /// <param name="request">The product.</param>
    /// <param name="key">A key of your own for this request, so that you can send it again: for 24 hours it then creates nothing more and gets the same answer.</param>
    /// <response code="201">The product; <c>Location</c> is its address, <c>ETag</c> its version. <c>Idempotent-Replayed: true</c> says that it was created before.</response>
    /// <response code="400">A field is missing, unknown or out of range; <c>errors</c> names each.</response>
    /// <response code="422">The key was used before, for another product or more than 24 hours ago.</response>
    [HttpPost]
    [Authorize(Permissions.WriteProducts)]
    [Consumes("application/json")]
    [ProducesResponseType<Product>(StatusCodes.Status201Created)]
    public async Task<ActionResult<Product>> Create(
        CreateProduct request, [FromHeader(Name = IdempotencyKey.Header)] IdempotencyKey? key = null)
    {
        var id = key?.ToId("products") ?? Guid.CreateVersion7().ToString();
        var product = new Product(id, request.Name!, request.Price!.Value, request.Quantity!.Value);
        var change = await products.CreateAsync(product, remember: key is not null);
        return ToResult(change, Created($"{Request.PathBase}/products/{id}", product));
    }

    /// <summary>Shows one product.</summary>
    /// <param name="id">Id of the product.</param>
    /// <param name="ifNoneMatch">The <c>ETag</c> of a version that the client has already.</param>
    /// <response code="200">The product; <c>ETag</c> is its version.</response>
    /// <response code="304">The client has the version <c>ETag</c> already.</response>
    /// <response code="404">There is no such product.</response>
    [HttpGet("{id}"), HttpHead("{id}")]
    [Authorize(Permissions.ReadProducts)]
    [ProducesResponseType<Product>(StatusCodes.Status200OK)]
    public async Task<ActionResult<Product>> Get(
        string id, [FromHeader(Name = "If-None-Match")] string? ifNoneMatch = null) =>
        await products.FindAsync(id) is { } product
            ? this.OkUnlessKnown(product, product.ETag, ifNoneMatch)
            : NotFound();

    /// <summary>
    /// Changes the name of a product, its price, or both. Orders placed at the old price are refused and refunded.
    /// </summary>
    /// <param name="id">Id of the product.</param>
    /// <param name="request">What is to be changed, as a JSON merge patch (RFC 7396).</param>
    /// <param name="ifMatch">The <c>ETag</c> of the product as the client saw it, so that nobody's change is overwritten unseen; <c>*</c> overwrites.</param>
    /// <response code="200">The product as it is now; <c>ETag</c> is its version.</response>
    /// <response code="400">There is nothing to change, a field is unknown, out of range or null, or <c>If-Match</c> is not a list of entity tags.</response>
    /// <response code="404">There is no such product.</response>
    /// <response code="412">The product has changed since; nothing was changed now.</response>
    /// <response code="428"><c>If-Match</c> is missing.</response>
    [HttpPatch("{id}")]
    [Authorize(Permissions.WriteProducts)]
    [Consumes("application/json", "application/merge-patch+json")]
    [ProducesResponseType<Product>(StatusCodes.Status200OK)]
    public async Task<ActionResult<Product>> Update(
        string id, UpdateProduct request, [FromHeader(Name = "If-Match")] EntityTags? ifMatch = null) =>
        ifMatch is null
            ? Problem(
                statusCode: StatusCodes.Status428PreconditionRequired,
                detail: "Send the ETag of the product as If-Match, so that nobody's change is overwritten unseen.")
            : ToResult(await products.UpdateAsync(id, request, ifMatch));

    /// <summary>Changes the stock of a product by units that came in or got lost.</summary>
    /// <param name="id">Id of the product.</param>
    /// <param name="request">The change.</param>
    /// <param name="key">A key of your own for this request, so that you can send it again: for 24 hours it then changes nothing more and gets the same answer.</param>
    /// <param name="ifMatch">The <c>ETag</c> of the product as the client saw it, if the change depends on that; otherwise it is for any version.</param>
    /// <response code="200">The product as the change left it; <c>ETag</c> is its version. <c>Idempotent-Replayed: true</c> says that it was changed before.</response>
    /// <response code="400">The delta is missing, zero or out of range, or the key or <c>If-Match</c> cannot be used.</response>
    /// <response code="404">There is no such product.</response>
    /// <response code="409">
    /// The stock would fall below zero or rise above 1,000,000,000; nothing was changed.
    /// </response>
    /// <response code="412">The product has changed since; nothing was changed now.</response>
    /// <response code="422">The key was used before, for another change.</response>
    [HttpPost("{id}/stock")]
    [Authorize(Permissions.WriteProducts)]
    [Consumes("application/json")]
    [ProducesResponseType<Product>(StatusCodes.Status200OK)]
    public async Task<ActionResult<Product>> ChangeStock(
        string id,
        ChangeStock request,
        [FromHeader(Name = IdempotencyKey.Header)] IdempotencyKey? key = null,
        [FromHeader(Name = "If-Match")] EntityTags? ifMatch = null) =>
        ToResult(await products.ChangeStockAsync(
            id, request.Delta!.Value, key?.ToId($"products/{id}/stock"), ifMatch));

    /// <summary>Removes a product. Orders for it that are paid later are refused and refunded.</summary>
    /// <param name="id">Id of the product.</param>
    /// <param name="ifMatch">The <c>ETag</c> of the product as the client saw it, if it is to go only like that; otherwise any version goes.</param>
    /// <response code="204">The product is gone.</response>
    /// <response code="400"><c>If-Match</c> is not a list of entity tags.</response>
    /// <response code="404">There is no such product.</response>
    /// <response code="412">The product has changed since; it was not removed.</response>
    [HttpDelete("{id}")]
    [Authorize(Permissions.WriteProducts)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<ActionResult> Delete(string id, [FromHeader(Name = "If-Match")] EntityTags? ifMatch = null) =>
        await products.DeleteAsync(id, ifMatch) is var outcome and not ChangeOutcome.Done
            ? Refusal(outcome)
            : NoContent();

    /// <summary>The product as the request left it, or why the request had no effect.</summary>
    private ActionResult<Product> ToResult(ProductChange change, ObjectResult? done = null)
    {
        if (change.Product is not { } product)
        {
            return Refusal(change.Outcome);
        }

        Response.Headers.ETag = product.ETag;
        if (change.Outcome == ChangeOutcome.Replayed)
        {
            this.MarkReplayed();
        }

        return done ?? Ok(product);
    }

    private ActionResult Refusal(ChangeOutcome outcome) => outcome switch
    {
        ChangeOutcome.Mismatch => this.KeyUsedBefore(),
        ChangeOutcome.Stale => Problem(
            statusCode: StatusCodes.Status412PreconditionFailed,
            detail: "The product has changed since. Nothing was changed now; read it again and send its new ETag."),
        ChangeOutcome.Refused => Problem(
            statusCode: StatusCodes.Status409Conflict,
            detail: $"The stock would fall below zero or rise above {Product.MaxQuantity}. Nothing was changed."),
        _ => NotFound(),
    };
}
