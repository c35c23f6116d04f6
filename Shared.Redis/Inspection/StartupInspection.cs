using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shared.Redis.Connections;
using Shared.Redis.Loops;
using StackExchange.Redis;

namespace Shared.Redis.Inspection;

/// <summary>
/// Looks at each server once, as soon as it answers and takes writes: the store first, as requests can be served
/// without the broker. What would make the service break its promises ends it with exit code 1; what makes them weaker
/// is said loudly.
/// </summary>
public sealed partial class StartupInspection(
    IRedisServers redis,
    IEnumerable<KeyShape> shapes,
    IEnumerable<RequiredCommand> required,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<StartupInspection> logger)
    : PollingService(time, logger)
{
    private static readonly Script _inspect = Script.Load<StartupInspection>("inspect_server");

    private volatile int _inspected; // so many, in the order of RedisRole

    /// <summary>Whether a server was looked at.</summary>
    public bool HasInspected(RedisRole server) => (int)server < _inspected;

    /// <inheritdoc/>
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var server in Enum.GetValues<RedisRole>().Skip(_inspected))
        {
            await InspectAsync(server);
            _inspected++;
        }

        return false;
    }

    /// <inheritdoc/>
    protected override Task WaitForWorkAsync(CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(10), Time, cancellationToken);

    private async Task InspectAsync(RedisRole server)
    {
        try
        {
            await InspectAccessAsync(server);
            await (server == RedisRole.Store ? InspectStoreAsync() : InspectBrokerAsync());
        }
        catch (RedisServerException fault) when (
            fault.Kind == RedisErrorKind.NoPermission || RedisFaults.IsRefusedToScript(fault))
        {
            Refuse(fault.Message); // Not even to ask is allowed.
        }
    }

    private async Task InspectAccessAsync(RedisRole server)
    {
        foreach (var command in await required.FindRefusedAsync(redis, server))
        {
            Refuse($"the {server.ToString().ToLowerInvariant()} does not allow this service: {command}");
        }
    }

    private async Task InspectStoreAsync()
    {
        var (policy, appendOnly) = await InspectServerAsync(redis.Store);
        if (policy != "noeviction")
        {
            Refuse($"the store's maxmemory-policy is {policy}: it may evict orders; set it to noeviction");
        }

        if (!appendOnly)
        {
            LogWeak("the store's append-only file is off: what was acknowledged is gone when its Redis stops");
        }

        foreach (var (key, expected) in shapes)
        {
            var actual = await redis.Store.KeyTypeAsync(key);
            if (actual != RedisType.None && actual != expected)
            {
                Refuse(expected == RedisType.None
                    ? $"the store holds data of an earlier version, whose keys have other hash tags, such as {key}: "
                        + "go on with that version until everything is settled, then begin with an empty store"
                    : $"the store's key {key} is a {actual}, not a {expected}: something else uses this Redis");
            }
        }
    }

    private async Task InspectBrokerAsync()
    {
        var (policy, _) = await InspectServerAsync(redis.Broker);
        if (policy != "noeviction")
        {
            LogWeak($"the broker's maxmemory-policy is {policy}: evicted entries arrive late");
        }
    }

    private void Refuse(string problem)
    {
        LogRefused(problem);
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }

    private static async Task<(string Policy, bool AppendOnly)> InspectServerAsync(IDatabase database)
    {
        var reply = (string[])(await _inspect.RunAsync(database, []))!;
        return (reply[0], reply[1] == "1");
    }

    [LoggerMessage(LogLevel.Critical, "Refused to run: {Problem}")]
    private partial void LogRefused(string problem);

    [LoggerMessage(LogLevel.Warning, "Weaker than promised: {Problem}")]
    private partial void LogWeak(string problem);
}
