using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shared.Redis.Connections;
using Shared.Redis.Loops;
using StackExchange.Redis;

namespace Shared.Redis.Inspection;

/// <summary>
/// Looks at every server that has keys of this service, as soon as it answers and takes writes, and at each that takes
/// over later: the store first, as requests can be served without the broker. What would make the service break its
/// promises ends it with exit code 1; what makes them weaker is said loudly.
/// </summary>
public sealed partial class StartupInspection(
    IRedisServers redis,
    IEnumerable<KeyShape> shapes,
    IEnumerable<RequiredCommand> required,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<StartupInspection> logger)
    : PeriodicService(_interval, time, logger)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);
    private static readonly Script _inspect = Script.Load<StartupInspection>("inspect_server");

    private readonly HashSet<(RedisRole Server, string Run, bool HasReplicas)> _known = [];

    private volatile int _inspected; // so many, in the order of RedisRole

    /// <summary>Whether all servers of a Redis were looked at.</summary>
    public bool HasInspected(RedisRole server) => (int)server < _inspected;

    /// <summary>
    /// Looks before anything else starts, so that nothing is done with a Redis that is refused. One that is away is
    /// looked at when it comes.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PollOnceAsync(cancellationToken);
        }
        catch (Exception)
        {
            // The loop tries again, and says what it waits for; or it was said why there will be none.
        }

        lifetime.ApplicationStopping.ThrowIfCancellationRequested();
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var server in Enum.GetValues<RedisRole>())
        {
            await InspectAsync(server);
            if (server == RedisRole.Store && !HasInspected(server))
            {
                await InspectKeysAsync();
            }

            _inspected = Math.Max(_inspected, (int)server + 1);
        }

        return false;
    }

    private async Task InspectAsync(RedisRole role)
    {
        var database = redis.Of(role);
        var asked = shapes.KeysOn(role).OfEachSlot(database).Select(key => AskAsync(role, database, key)).ToList();
        Task answered = Task.WhenAll(asked);
        await answered.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // What one of them lacks is said, and ends the service, also while another is away.
        foreach (var node in asked.Where(node => node.IsCompletedSuccessfully).Select(node => node.Result))
        {
            if (node is not null && !_known.Contains((role, node.Run, node.HasReplicas)))
            {
                await InspectAsync(role, database, node);
                _known.Add((role, node.Run, node.HasReplicas));
            }
        }

        await answered;
    }

    private async Task<Node?> AskAsync(RedisRole role, IDatabase database, RedisKey key)
    {
        var name = $"the {role.ToString().ToLowerInvariant()} at {database.NodeOf(key).Name}";
        try
        {
            var reply = (string[])(await _inspect.RunAsync(database, database.RouteTo(key)))!;
            return new Node(
                key, name, $"{name} {reply[0]}", reply[1], reply[2], reply[3] != "0", reply[4] == "", reply[5] == "1");
        }
        catch (Exception fault) when (IsRefusal(fault))
        {
            Refuse($"{name}: {fault.Message}"); // Not even to ask is allowed, or that database does not exist.
            return null;
        }
    }

    private async Task InspectAsync(RedisRole role, IDatabase database, Node node)
    {
        foreach (var command in await required.FindRefusedAsync(role, database, node.Key))
        {
            Refuse($"{node.Name} does not allow this service: {command}");
        }

        if (node.Policy == "")
        {
            LogWeak($"the maxmemory-policy of {node.Name} is not told: see to it that it is noeviction");
        }

        if (role == RedisRole.Store)
        {
            InspectStore(node);
        }
        else if (node.Policy is not ("" or "noeviction"))
        {
            LogWeak($"the maxmemory-policy of {node.Name} is {node.Policy}: evicted entries arrive late");
        }
    }

    private void InspectStore(Node node)
    {
        if (node.Policy is not ("" or "noeviction"))
        {
            Refuse($"the maxmemory-policy of {node.Name} is {node.Policy}: it may evict orders; set it to noeviction");
        }

        if (node.AppendOnly != "1")
        {
            LogWeak($"the append-only file of {node.Name} is {(node.AppendOnly == "" ? "not told" : "off")}: what was "
                + "acknowledged may be gone when its Redis stops");
        }

        // In a cluster it is the other masters that take a server's place, and its right to write, after its timeout.
        if (node is { HasReplicas: true, WritesAlone: true, IsOfCluster: false })
        {
            Refuse($"{node.Name} has replicas, but its min-replicas-to-write is 0: when one of them takes over, it "
                + "goes on for a while to take orders that are lost then; set it to 1 or more on each of them");
        }
    }

    private async Task InspectKeysAsync()
    {
        foreach (var (key, expected, _) in shapes.Where(shape => shape.Server == RedisRole.Store))
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

    private void Refuse(string problem)
    {
        LogRefused(problem);
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }

    private static bool IsRefusal(Exception fault) => fault is RedisCommandException
        || (fault is RedisServerException answer
            && (answer.Kind == RedisErrorKind.NoPermission || RedisFaults.IsRefusedToScript(answer)
                || answer.Message.StartsWith("ERR unknown ", StringComparison.OrdinalIgnoreCase)));

    /// <summary>A server, as it says itself how it treats what it is given.</summary>
    /// <param name="Key">A key that it has.</param>
    /// <param name="Run">Which run of which server it is.</param>
    /// <param name="Policy">Its maxmemory-policy; empty when it does not tell.</param>
    /// <param name="AppendOnly">Whether its append-only file is on: 0 or 1; empty when it does not tell.</param>
    /// <param name="WritesAlone">Whether it takes writes that no replica is near enough for.</param>
    private sealed record Node(
        RedisKey Key,
        string Name,
        string Run,
        string Policy,
        string AppendOnly,
        bool HasReplicas,
        bool WritesAlone,
        bool IsOfCluster);

    [LoggerMessage(LogLevel.Critical, "Refused to run: {Problem}")]
    private partial void LogRefused(string problem);

    [LoggerMessage(LogLevel.Warning, "Weaker than promised: {Problem}")]
    private partial void LogWeak(string problem);
}
