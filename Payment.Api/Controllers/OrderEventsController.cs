using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Payment.Api.Orders;
using Shared.Redis.Connections;
using Shared.Redis.Publishing;
using Shared.ServiceDefaults.Access;
using Shared.ServiceDefaults.Http;

namespace Payment.Api.Controllers;

/// <summary>The orders and what becomes of them.</summary>
[ApiController]
[Route("orders/{id}/events")]
[Tags("Orders")]
public sealed class OrderEventsController(
    IOrderStore orders,
    OrderWatch watch,
    IOptions<OutboxOptions> outbox,
    IOptions<JsonOptions> json,
    IHostApplicationLifetime host) : ControllerBase
{
    private const string Comment = ":\n\n";

    // Proxies close what is silent for long, often after 30 or 60 seconds.
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(15);

    // Where no receipts come back nobody tells that the stock is taken; a refusal normally follows within milliseconds.
    private static readonly TimeSpan _completionGrace = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Streams the state of an order as server-sent events: the current one, then one for each change.
    /// </summary>
    /// <remarks>
    /// An event is named <c>status</c>, its <c>id</c> is the status, or <c>confirmed</c>, and its <c>data</c> the order, as GET shows
    /// it. Changes that follow each other at once may come as one event. The stream ends once the order is final: after
    /// <c>confirmed</c>, <c>refunded</c> or <c>declined</c>. With <c>Outbox:Confirmation=Publish</c> nothing is confirmed, and it ends
    /// when 5 seconds after <c>completed</c> no refusal has come. It also ends when the service stops or the storage is away, and
    /// a client that connects again with <c>Last-Event-ID</c> misses nothing.
    /// </remarks>
    /// <param name="id">Id of the order.</param>
    /// <param name="lastEventId">The state that the client has seen last; it is not sent again.</param>
    /// <response code="200">The stream of events.</response>
    /// <response code="204">The client has seen the last state: it need not connect again.</response>
    /// <response code="404">There is no such order.</response>
    [HttpGet(Name = "streamOrderEvents")]
    [Authorize(Permissions.ReadOrders)]
    [ProducesResponseType<string>(StatusCodes.Status200OK, EventStream.MediaType)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> Get(
        string id, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, CancellationToken cancellationToken)
    {
        if (await orders.FindAsync(id) is not { } order || !order.IsVisibleTo(User.Subject()))
        {
            return NotFound();
        }

        var isNews = lastEventId != order.State;
        if (!isNews && order.IsFinal())
        {
            return NoContent(); // it need not come again
        }

        await StreamAsync(order, isNews ? Event(order) : Comment, cancellationToken);
        return new EmptyResult();
    }

    private async Task StreamAsync(Order order, string first, CancellationToken cancellationToken)
    {
        Response.BeginEvents();
        try
        {
            await Response.SendAsync(first, cancellationToken);
            await FollowAsync(order, cancellationToken);
        }
        catch (Exception fault) when (fault is OperationCanceledException || RedisFaults.IsUnavailable(fault))
        {
            // The client went away, or comes back when Redis does.
        }
    }

    private async Task FollowAsync(Order order, CancellationToken cancellationToken)
    {
        while (!order.IsFinal() && !host.ApplicationStopping.IsCancellationRequested)
        {
            var isLast = order.Status == OrderStatus.Completed && outbox.Value.Confirmation == Confirmation.Publish;
            var patience = isLast ? _completionGrace : _heartbeat;
            var now = await watch.WaitForChangeAsync(order, patience, cancellationToken);
            var isNews = now.State != order.State;
            if (isLast && !isNews)
            {
                return;
            }

            await Response.SendAsync(isNews ? Event(now) : Comment, cancellationToken);
            order = now;
        }
    }

    private string Event(Order order)
    {
        var data = JsonSerializer.Serialize(order, json.Value.JsonSerializerOptions);
        return $"id: {order.State}\nevent: status\ndata: {data}\n\n";
    }
}
