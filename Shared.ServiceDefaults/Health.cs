using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Shared.Redis;

namespace Shared.ServiceDefaults;

/// <summary>
/// What a service needs to be ready: both servers answer and allow what the service needs, the inspection at start is
/// over, and every background loop turns.
/// </summary>
internal static class Health
{
    private static readonly TimeSpan _stalled = TimeSpan.FromSeconds(30);

    public static void AddHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddTypeActivatedCheck<RedisCheck>("store", failureStatus: null, tags: [], args: RedisRole.Store)
        .AddTypeActivatedCheck<RedisCheck>("broker", failureStatus: null, tags: [], args: RedisRole.Broker)
        .AddCheck<StartupCheck>("startup")
        .AddCheck<LoopsCheck>("loops");

    private sealed class RedisCheck(IRedisServers redis, IEnumerable<Right> rights, RedisRole server) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                return await rights.RefusedAsync(redis, server) is { Length: > 0 and var refused }
                    ? HealthCheckResult.Unhealthy($"commands not allowed: {refused}")
                    : HealthCheckResult.Healthy();
            }
            catch (Exception fault) when (RedisFaults.IsUnavailable(fault))
            {
                return HealthCheckResult.Unhealthy("away");
            }
        }
    }

    private sealed class StartupCheck(IEnumerable<IHostedService> services) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(services.OfType<StartupInspection>().All(inspection => inspection.IsDone)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("not inspected yet"));
    }

    private sealed class LoopsCheck(IEnumerable<IHostedService> services) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var stalled = services.OfType<PollingService>().Where(loop => loop.SinceLastSuccess > _stalled).Select(loop => loop.Name).ToList();
            return Task.FromResult(stalled.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"stalled: {string.Join(", ", stalled)}"));
        }
    }
}
