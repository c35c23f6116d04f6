using System.Net;
using StackExchange.Redis;

namespace Testing;

/// <summary>
/// A real master with a replica, and three Sentinels that swap the two. Neither takes writes without the other: one that
/// was replaced and does not know it yet would acknowledge what is lost. A second replica would break that, as it
/// follows the old master for a while after the first was made the new one.
/// </summary>
public sealed class RedisSentinels : IAsyncDisposable
{
    private const string Name = "mymaster";

    private RedisSentinels(RedisServer[] nodes, RedisServer[] sentinels) => (Nodes, Sentinels) = (nodes, sentinels);

    /// <summary>The servers, each of which may be the master.</summary>
    public IReadOnlyList<RedisServer> Nodes { get; }

    public IReadOnlyList<RedisServer> Sentinels { get; }

    /// <summary>The Sentinels, who know where the master is.</summary>
    public string ConnectionString =>
        $"{string.Join(',', Sentinels.Select(sentinel => $"127.0.0.1:{sentinel.Port}"))},serviceName={Name}";

    /// <summary>Starts servers that lose nothing they have acknowledged, and their Sentinels.</summary>
    public static async Task<RedisSentinels> StartAsync()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            RedisServer.StartAsync("--appendonly", "yes", "--min-replicas-to-write", "1")));
        var (master, replica) = (nodes[0], nodes[1]);
        await replica.Server.ExecuteAsync("REPLICAOF", "127.0.0.1", master.Port);
        await replica.Server.ExecuteAsync("CONFIG", "REWRITE"); // As Sentinel does when it changes a role.
        // Sentinel learns of replicas from the master, at once if they are there, and else ten seconds later.
        await Eventually.That(() => HasReplicaAsync(master), Is.True);
        var sentinels = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RedisServer.StartSentinelAsync(
            $"""
            sentinel monitor {Name} 127.0.0.1 {master.Port} 2
            sentinel down-after-milliseconds {Name} 1000
            sentinel failover-timeout {Name} 3000

            """)));
        // They look at a server once a second and not every ten: otherwise each change costs a test that time.
        await Task.WhenAll(sentinels.Select(sentinel =>
            sentinel.Server.ExecuteAsync("SENTINEL", "DEBUG", "info-period", 1000)));
        var started = new RedisSentinels(nodes, sentinels);
        await started.HealAsync();
        return started;
    }

    /// <summary>The master, as a Sentinel sees it.</summary>
    public async Task<RedisServer> MasterAsync() => await MasterOfAsync(Sentinels.First(sentinel => sentinel.IsUp));

    /// <summary>Puts a replica in the place of the master, as an operator does before maintenance.</summary>
    public async Task FailOverAsync()
    {
        var master = await MasterAsync();
        await Sentinels[0].Server.SentinelFailoverAsync(Name);
        await Eventually.That(MasterAsync, Is.Not.SameAs(master));
    }

    /// <summary>Brings everything back, and waits until the master has its replica and all Sentinels agree.</summary>
    public async Task HealAsync()
    {
        await Task.WhenAll(Nodes.Concat(Sentinels).Select(server => server.ReviveAsync()));
        await Eventually.That(() => Task.WhenAll(Sentinels.Select(SeesAllAsync)), Is.All.True);
        await Task.WhenAll(Nodes.Select(node => node.LookAgainAsync()));
    }

    /// <summary>Heals it and deletes all keys.</summary>
    public async Task ClearAsync()
    {
        await HealAsync();
        await (await MasterAsync()).Server.ExecuteAsync("FLUSHALL");
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(Sentinels.Concat(Nodes).Select(server => server.DisposeAsync().AsTask()));

    private async Task<RedisServer> MasterOfAsync(RedisServer sentinel)
    {
        var address = (IPEndPoint)(await sentinel.Server.SentinelGetMasterAddressByNameAsync(Name))!;
        return Nodes.Single(node => node.Port == address.Port);
    }

    /// <summary>Whether a Sentinel sees the other Sentinels, a master, and a replica that follows it.</summary>
    private async Task<bool> SeesAllAsync(RedisServer sentinel)
    {
        if (!sentinel.Server.IsConnected || !await HasReplicaAsync(await MasterOfAsync(sentinel)))
        {
            return false;
        }

        var others = await sentinel.Server.SentinelGetSentinelAddressesAsync(Name);
        var replicas = await sentinel.Server.SentinelReplicasAsync(Name);
        return others.Length == Sentinels.Count - 1
            && replicas is [var replica] && replica.ToDictionary()["flags"] == "slave";
    }

    private static async Task<bool> HasReplicaAsync(RedisServer node) =>
        await node.Server.RoleAsync() is Role.Master { Replicas.Count: 1 };
}
