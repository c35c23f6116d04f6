using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Shared.Redis;

/// <summary>A key that the service uses, and what it has to be if it exists.</summary>
/// <param name="Key">The key, in the service's own store.</param>
/// <param name="Type">Its type.</param>
public sealed record KeyShape(RedisKey Key, RedisType Type);

/// <summary>
/// Looks at Redis once, as soon as it answers. What would make the service break its promises ends it with exit code 1;
/// what makes them weaker is said loudly.
/// </summary>
public sealed partial class StartupInspection(
    IRedisServers redis,
    IEnumerable<KeyShape> shapes,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<StartupInspection> logger)
    : PollingService(time, logger)
{
    private bool _done;

    /// <inheritdoc/>
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        if (!_done)
        {
            await InspectAsync();
            _done = true;
        }

        return false;
    }

    /// <inheritdoc/>
    protected override Task WaitForWorkAsync(CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(10), Time, cancellationToken);

    private async Task InspectAsync()
    {
        if (await InfoAsync(redis.Store, "memory", "maxmemory_policy") is not "noeviction" and var policy)
        {
            Refuse($"the store's maxmemory-policy is {policy}: it may evict orders; set it to noeviction");
        }

        if (await InfoAsync(redis.Store, "persistence", "aof_enabled") is "0")
        {
            LogWeak("the store's append-only file is off: what was acknowledged is gone when its Redis stops");
        }

        if (await InfoAsync(redis.Broker, "memory", "maxmemory_policy") is not "noeviction" and var brokerPolicy)
        {
            LogWeak($"the broker's maxmemory-policy is {brokerPolicy}: evicted entries arrive late");
        }

        foreach (var (key, expected) in shapes)
        {
            var actual = await redis.Store.KeyTypeAsync(key);
            if (actual != RedisType.None && actual != expected)
            {
                Refuse($"the store's key {key} is a {actual}, not a {expected}: something else uses this Redis");
            }
        }
    }

    private void Refuse(string problem)
    {
        LogRefused(problem);
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }

    private static async Task<string?> InfoAsync(IDatabase database, string section, string field)
    {
        var lines = (await database.ExecuteAsync("INFO", section)).ToString().Split("\r\n");
        return Array.Find(lines, line => line.StartsWith($"{field}:", StringComparison.Ordinal))?.Split(':')[1];
    }

    [LoggerMessage(LogLevel.Critical, "Refused to run: {Problem}")]
    private partial void LogRefused(string problem);

    [LoggerMessage(LogLevel.Warning, "Weaker than promised: {Problem}")]
    private partial void LogWeak(string problem);
}
