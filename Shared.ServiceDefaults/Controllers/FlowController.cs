using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Shared.ServiceDefaults.Access;
using Shared.ServiceDefaults.Flow;
using Shared.ServiceDefaults.Http;

namespace Shared.ServiceDefaults.Controllers;

/// <summary>How orders flow through this service.</summary>
[ApiController]
[Route("flow")]
[Authorize(Permissions.ReadMetrics)]
[Tags("Flow")]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class FlowController(FlowWatch watch, IOptions<JsonOptions> json, IHostApplicationLifetime host)
    : ControllerBase
{
    /// <summary>Shows where orders are on their way through this service, how many, and since when.</summary>
    /// <remarks>
    /// With <c>Accept: text/event-stream</c> it is streamed as server-sent events, one each second, named <c>flow</c>, until the
    /// client goes or the service stops. The service looks once a second for all who ask together. While a Redis is
    /// away, <c>health</c> says so and what lies there is null.
    /// </remarks>
    /// <response code="200">How it is now, or was less than a second ago.</response>
    [HttpGet]
    [ProducesResponseType<FlowSample>(
        StatusCodes.Status200OK, MediaTypeNames.Application.Json, EventStream.MediaType)]
    public async Task<ActionResult<FlowSample>> Get(CancellationToken cancellationToken)
    {
        if (!Request.PrefersEvents())
        {
            return await watch.NowAsync();
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        await StreamAsync(end.Token);
        return new EmptyResult();
    }

    private async Task StreamAsync(CancellationToken end)
    {
        Response.BeginEvents();
        try
        {
            await foreach (var sample in watch.WatchAsync(end))
            {
                var data = JsonSerializer.Serialize(sample, json.Value.JsonSerializerOptions);
                await Response.SendAsync($"event: flow\ndata: {data}\n\n", end);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client went away, or the service stops.
        }
    }
}
