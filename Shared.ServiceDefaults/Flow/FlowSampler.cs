using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Shared.Redis.Connections;
using Shared.Redis.Consuming;
using Shared.Redis.Flow;
using Shared.Redis.Loops;
using Shared.ServiceDefaults.Health;

namespace Shared.ServiceDefaults.Flow;

/// <summary>Looks at everything that orders pass in a service. What cannot be seen keeps nothing else from it.</summary>
/// <param name="service">Name of the service.</param>
public sealed class FlowSampler(
    string service,
    IEnumerable<IStation> stations,
    IEnumerable<IHostedService> services,
    HealthCheckService checks,
    IOptions<ConsumerOptions> consumer,
    TimeProvider time)
{
    // Beside the way of the orders lie their dead letters.
    private readonly IStation[] _stations =
        [.. stations.OrderBy(station => station.Unknown.Kind == StationKind.DeadLetters)];

    private readonly PollingService[] _loops = [.. services.OfType<PollingService>()];

    /// <summary>Looks once.</summary>
    public async Task<FlowSample> TakeAsync()
    {
        var at = time.GetUtcNow();
        var health = checks.CheckHealthAsync();
        var seen = await Task.WhenAll(_stations.Select(LookAsync));
        return new FlowSample(
            service,
            consumer.Value.Name,
            at,
            seen,
            Array.ConvertAll(_loops, LoopAge.Of),
            ServiceHealth.Of(await health));
    }

    private static async Task<Station> LookAsync(IStation station)
    {
        try
        {
            return await station.LookAsync();
        }
        catch (Exception fault) when (RedisFaults.IsUnavailable(fault))
        {
            return station.Unknown; // The health says why.
        }
    }
}
