using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Shared.Redis;
using StackExchange.Redis;

namespace Shared.ServiceDefaults;

/// <summary>What a service needs to be ready: Redis answers and every background loop turns.</summary>
internal static class Health
{
    private static readonly TimeSpan _stalled = TimeSpan.FromSeconds(30);

    public static void AddHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddTypeActivatedCheck<RedisCheck>("store", failureStatus: null, tags: [], args: (Func<IRedisServers, IDatabase>)(redis => redis.Store))
        .AddTypeActivatedCheck<RedisCheck>("broker", failureStatus: null, tags: [], args: (Func<IRedisServers, IDatabase>)(redis => redis.Broker))
        .AddCheck<LoopsCheck>("loops");

    private sealed class RedisCheck(IRedisServers redis, Func<IRedisServers, IDatabase> database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await database(redis).PingAsync();
                return HealthCheckResult.Healthy();
            }
            catch (Exception fault) when (RedisFaults.IsUnavailable(fault))
            {
                return HealthCheckResult.Unhealthy("away");
            }
        }
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
