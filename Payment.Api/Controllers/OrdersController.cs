using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Payment.Api.Orders;
using Shared.Redis.Paging;
using Shared.ServiceDefaults.Access;
using Shared.ServiceDefaults.Http;

namespace Payment.Api.Controllers;

/// <summary>The orders and what becomes of them.</summary>
[ApiController]
[Route("orders")]
public sealed class OrdersController(
    IOrderStore orders, OrderWatch watch, PaymentQueueDepth depth, IOptions<OrderOptions> options, TimeProvider time)
    : ControllerBase
{
    /// <summary>Lists orders, newest first: the caller's own, when tokens are asked for.</summary>
    /// <param name="cursor">
    /// Where to go on, from the <c>Link</c> header of the page before; none begins with the newest.
    /// </param>
    /// <param name="limit">Most orders on the page.</param>
    /// <response code="200">
    /// A page of orders. A <c>Link</c> header with <c>rel="next"</c> leads to the next one, if there is one.
    /// </response>
    /// <response code="400">The limit is out of range, or the cursor is not one of ours.</response>
    [HttpGet, HttpHead]
    [Authorize(Permissions.ReadOrders)]
    [ProducesResponseType<IReadOnlyList<Order>>(StatusCodes.Status200OK)]
    public async Task<ActionResult<IReadOnlyList<Order>>> List(
        Cursor? cursor, [Range(1, Paging.MaxLimit)] int limit = 50) =>
        this.OkPage(await orders.ListAsync(cursor, limit, User.Subject()), limit);

    /// <summary>
    /// Places an order. It is paid in the background: wait for it with <c>Prefer</c>, or watch its events.
    /// </summary>
    /// <param name="request">The order.</param>
    /// <param name="key">A key of your own for this request, so that you can send it again: however late, it then places nothing more and shows the order.</param>
    /// <param name="prefer">
    /// <c>wait=N</c>: answer once the order is no longer pending, after N seconds at the latest, 30 at most (RFC 7240).
    /// </param>
    /// <response code="201">The order, which can no longer get lost: pending, or what became of it while the request waited
    /// (<c>Preference-Applied</c>) or since it was first sent (<c>Idempotent-Replayed: true</c>). <c>Location</c> is its address, <c>ETag</c> its state.</response>
    /// <response code="400">A field is missing, unknown or out of range; <c>errors</c> names each.</response>
    /// <response code="422">The key was used before, for another order.</response>
    [HttpPost]
    [Authorize(Permissions.PlaceOrders)]
    [Consumes("application/json")]
    [ProducesResponseType<Order>(StatusCodes.Status201Created)]
    public async Task<ActionResult<Order>> Create(
        PlaceOrder request,
        [FromHeader(Name = IdempotencyKey.Header)] IdempotencyKey? key = null,
        [FromHeader(Name = "Prefer")] string? prefer = null)
    {
        var order = Order.Place(
            request.ProductId!,
            request.Quantity!.Value,
            request.Price!.Value,
            options.Value.FeeRate,
            time.GetUtcNow(),
            key?.ToId("orders"),
            User.Subject());

        if (await PlaceAsync(order, mayBeKnown: key is not null) is not { } placement)
        {
            return Problem(
                statusCode: StatusCodes.Status503ServiceUnavailable,
                detail: "Too many orders wait to be paid. Nothing was placed; try again later.");
        }

        if (!placement.Order.AsksForTheSameAs(order))
        {
            return this.KeyUsedBefore();
        }

        if (!placement.IsNew)
        {
            this.MarkReplayed();
        }

        order = placement.Order.Status == OrderStatus.Pending
            ? await this.WaitAsPreferredAsync(watch, placement.Order, prefer)
            : placement.Order;
        Response.Headers.ETag = order.ETag;
        return Created($"{Request.PathBase}/orders/{order.Id}", order);
    }

    /// <summary>Shows one order.</summary>
    /// <param name="id">Id of the order.</param>
    /// <param name="ifNoneMatch">The <c>ETag</c> of a state that the client knows already.</param>
    /// <param name="prefer"><c>wait=N</c>: answer once it is in another state than now, or than <c>If-None-Match</c> names, after N seconds at the latest, 30 at most (RFC 7240).</param>
    /// <response code="200">
    /// The order; <c>ETag</c> is its state: its status, or <c>confirmed</c>. <c>Preference-Applied</c> says that the request waited.
    /// </response>
    /// <response code="304">
    /// The client knows the state <c>ETag</c> already. <c>Preference-Applied</c> says that the request waited.
    /// </response>
    /// <response code="404">There is no such order.</response>
    [HttpGet("{id}"), HttpHead("{id}")]
    [Authorize(Permissions.ReadOrders)]
    [ProducesResponseType<Order>(StatusCodes.Status200OK)]
    public async Task<ActionResult<Order>> Get(
        string id,
        [FromHeader(Name = "If-None-Match")] string? ifNoneMatch = null,
        [FromHeader(Name = "Prefer")] string? prefer = null)
    {
        if (await orders.FindAsync(id) is not { } order || !order.IsVisibleTo(User.Subject()))
        {
            return NotFound();
        }

        // What a client asks for because it does not know it yet is answered at once.
        if (ifNoneMatch is null || EntityTags.Include(ifNoneMatch, order.ETag))
        {
            order = await this.WaitAsPreferredAsync(watch, order, prefer);
        }

        return this.OkUnlessKnown(order, order.ETag, ifNoneMatch);
    }

    /// <summary>Places an order, unless there is no room for it.</summary>
    private async Task<Placement?> PlaceAsync(Order order, bool mayBeKnown)
    {
        // What was placed before needs no room, so it is looked for before anything can be full.
        if (mayBeKnown && await orders.FindAsync(order.Id) is { } known)
        {
            return new Placement(known, IsNew: false);
        }

        return depth.IsFull ? null : await orders.CreateAsync(order);
    }
}
