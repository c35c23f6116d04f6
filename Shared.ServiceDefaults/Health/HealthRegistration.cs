using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Shared.Redis.Connections;
using Shared.Redis.Consuming;
using Shared.Redis.Inspection;
using Shared.Redis.Loops;

namespace Shared.ServiceDefaults.Health;

/// <summary>
/// Whether requests can be served. What only makes events late degrades a service and takes no instance out of traffic:
/// it would take all of them, and nobody could order while the broker is away.
/// </summary>
internal static class HealthRegistration
{
    private static readonly TimeSpan _stalled = TimeSpan.FromSeconds(30);

    public static void AddHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddTypeActivatedCheck<RedisCheck>("store", HealthStatus.Unhealthy, tags: [], args: RedisRole.Store)
        .AddTypeActivatedCheck<RedisCheck>("broker", HealthStatus.Degraded, tags: [], args: RedisRole.Broker)
        .AddCheck<LoopsCheck>("loops")
        .AddCheck<DeadLettersCheck>("deadLetters");

    private sealed class RedisCheck(Availability availability, IEnumerable<IHostedService> services, RedisRole server)
        : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var isInspected = services.OfType<StartupInspection>().All(inspection => inspection.HasInspected(server));
            var trouble = await availability.FindTroubleAsync(server) ?? (isInspected ? null : "not inspected yet");
            return trouble is null ? HealthCheckResult.Healthy() : new(context.Registration.FailureStatus, trouble);
        }
    }

    private sealed class LoopsCheck(IEnumerable<IHostedService> services) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var stalled = services.OfType<PollingService>().Where(loop => loop.SinceLastSuccess > _stalled).ToList();
            var text = $"stalled: {string.Join(", ", stalled.Select(loop => loop.Name))}";
            return Task.FromResult(
                stalled.Count == 0 ? HealthCheckResult.Healthy()
                : stalled.Exists(loop => loop.ServesRequests) ? HealthCheckResult.Unhealthy(text)
                : HealthCheckResult.Degraded(text));
        }
    }

    // A service that consumes nothing has none.
    private sealed class DeadLettersCheck(IEnumerable<DeadLetters> letters) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(letters.Any(one => one.IsFull)
                ? HealthCheckResult.Unhealthy("no room for another")
                : HealthCheckResult.Healthy());
    }
}
