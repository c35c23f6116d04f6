using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shared.ServiceDefaults.Health;

namespace Shared.ServiceDefaults.Controllers;

/// <summary>Whether this service works, for those that start and watch it.</summary>
[ApiController]
[Route("health")]
[AllowAnonymous, DisableRateLimiting]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class HealthController(HealthCheckService checks) : ControllerBase
{
    /// <summary>Says that the process answers.</summary>
    /// <response code="200">The process answers.</response>
    [HttpGet("live"), HttpHead("live")]
    [ProducesResponseType<ServiceHealth>(StatusCodes.Status200OK)]
    public ActionResult<ServiceHealth> GetLiveness() =>
        Ok(new ServiceHealth(nameof(HealthStatus.Healthy), new Dictionary<string, string>()));

    /// <summary>Says whether requests can be served, and how the rest is.</summary>
    /// <response code="200">They can. While the service is Degraded, events are late; the checks say why.</response>
    /// <response code="503">They cannot; the checks say why.</response>
    [HttpGet("ready"), HttpHead("ready")]
    [ProducesResponseType<ServiceHealth>(StatusCodes.Status200OK)]
    [ProducesResponseType<ServiceHealth>(StatusCodes.Status503ServiceUnavailable)]
    public async Task<ActionResult<ServiceHealth>> GetReadiness()
    {
        var report = await checks.CheckHealthAsync(HttpContext.RequestAborted);
        var health = ServiceHealth.Of(report);
        return report.Status == HealthStatus.Unhealthy
            ? StatusCode(StatusCodes.Status503ServiceUnavailable, health)
            : health;
    }
}
