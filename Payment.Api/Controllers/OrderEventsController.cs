using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Payment.Api.Orders;
using Shared.Redis.Connections;
using Shared.ServiceDefaults.Access;

namespace Payment.Api.Controllers;

/// <summary>The orders and what becomes of them.</summary>
[ApiController]
[Route("orders/{id}/events")]
[Tags("Orders")]
public sealed class OrderEventsController(
    IOrderStore orders, OrderWatch watch, IOptions<JsonOptions> json, IHostApplicationLifetime host) : ControllerBase
{
    private const string Comment = ":\n\n";

    // Proxies close what is silent for long, often after 30 or 60 seconds.
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(15);

    // When Inventory took the stock nobody tells, and a refusal normally follows within milliseconds.
    private static readonly TimeSpan _completionGrace = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Streams the status of an order as server-sent events: the current one, then one for each change.
    /// </summary>
    /// <remarks>
    /// An event is named <c>status</c>, its <c>id</c> is the status and its <c>data</c> the order, as GET shows it. Changes that follow
    /// each other at once may come as one event. The stream ends after <c>refunded</c> or <c>declined</c>, and when 5 seconds
    /// after <c>completed</c> no refusal has come; it also ends when the service stops or the storage is away, and a client that
    /// connects again with <c>Last-Event-ID</c> misses nothing.
    /// </remarks>
    /// <param name="id">Id of the order.</param>
    /// <param name="lastEventId">The status that the client has seen last; it is not sent again.</param>
    /// <response code="200">The stream of events.</response>
    /// <response code="204">The client has seen the last status: it need not connect again.</response>
    /// <response code="404">There is no such order.</response>
    [HttpGet(Name = "streamOrderEvents")]
    [Authorize(Permissions.ReadOrders)]
    [ProducesResponseType<string>(StatusCodes.Status200OK, "text/event-stream")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> Get(
        string id, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, CancellationToken cancellationToken)
    {
        if (await orders.FindAsync(id) is not { } order || !order.IsVisibleTo(User.Subject()))
        {
            return NotFound();
        }

        var isNews = lastEventId != EventId(order);
        if (!isNews && order.IsFinal())
        {
            return NoContent(); // tells an EventSource to stop
        }

        await StreamAsync(order, isNews ? Event(order) : Comment, cancellationToken);
        return new EmptyResult();
    }

    private async Task StreamAsync(Order order, string first, CancellationToken cancellationToken)
    {
        Response.ContentType = "text/event-stream";
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Accel-Buffering"] = "no"; // nginx would keep the events until there are many
        try
        {
            await WriteAsync(first, cancellationToken);
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
            var isCompleted = order.Status == OrderStatus.Completed;
            var patience = isCompleted ? _completionGrace : _heartbeat;
            var now = await watch.WaitForChangeAsync(order, patience, cancellationToken);
            var isNews = now.Status != order.Status;
            if (isCompleted && !isNews)
            {
                return;
            }

            await WriteAsync(isNews ? Event(now) : Comment, cancellationToken);
            order = now;
        }
    }

    private string Event(Order order)
    {
        var data = JsonSerializer.Serialize(order, json.Value.JsonSerializerOptions);
        return $"id: {EventId(order)}\nevent: status\ndata: {data}\n\n";
    }

    private static string EventId(Order order) => order.ETag.Trim('"');

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await Response.WriteAsync(text, cancellationToken);
        await Response.Body.FlushAsync(cancellationToken);
    }
}
