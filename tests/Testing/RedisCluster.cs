using StackExchange.Redis;

namespace Testing;

/// <summary>A real Redis Cluster, whose nodes fail, swap roles and hand slots to each other as a test wants it.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    /// <summary>After so long a silence a node counts as gone.</summary>
    public static readonly TimeSpan NodeTimeout = TimeSpan.FromSeconds(2);

    private const int Slots = 16384;

    private readonly int _masters;
    private ConnectionMultiplexer? _connection;

    private RedisCluster(RedisServer[] nodes, int masters) => (Nodes, _masters) = (nodes, masters);

    public IReadOnlyList<RedisServer> Nodes { get; }

    /// <summary>All nodes, each with the address by which they know each other.</summary>
    public string ConnectionString => string.Join(',', Nodes.Select(node => $"127.0.0.1:{node.Port}"));

    /// <summary>A connection of the test's own, which follows the slots.</summary>
    public IDatabase Database => _connection!.GetDatabase();

    /// <summary>Starts a cluster that serves the slots of its healthy masters whatever became of the others.</summary>
    /// <param name="masters">So many share the slots equally.</param>
    /// <param name="replicas">So many has each of them.</param>
    public static async Task<RedisCluster> StartAsync(int masters = 3, int replicas = 1)
    {
        var nodes = Enumerable.Range(0, masters * (1 + replicas)).Select(_ => RedisServer.StartClusterNodeAsync(
            "--cluster-node-timeout", $"{NodeTimeout.TotalMilliseconds}",
            "--cluster-require-full-coverage", "no",
            "--appendonly", "yes"));
        var cluster = new RedisCluster(await Task.WhenAll(nodes), masters);
        await cluster.FormAsync();
        return cluster;
    }

    /// <summary>The master that serves a key, and behind it its replicas.</summary>
    public async Task<RedisServer[]> ShardOfAsync(RedisKey key)
    {
        var slot = _connection!.HashSlot(key);
        var peers = await PeersAsync();
        var master = peers.Single(peer => peer.IsMaster && peer.Serves(slot));
        return [Node(master), .. peers.Where(peer => peer.Master == master.Id).Select(Node)];
    }

    /// <summary>The master that serves a key.</summary>
    public async Task<RedisServer> MasterOfAsync(RedisKey key) => (await ShardOfAsync(key))[0];

    /// <summary>The masters, whether or not they answer.</summary>
    public async Task<RedisServer[]> MastersAsync() =>
        [.. (await PeersAsync()).Where(peer => peer.IsMaster).Select(Node)];

    /// <summary>Lets a replica of the shard that serves a key take over, as an operator does before maintenance.</summary>
    public async Task FailOverAsync(RedisKey key)
    {
        var replica = (await ShardOfAsync(key))[1];
        var asked = DateTime.MinValue;
        await Eventually.That(
            async () =>
            {
                // Redis gives it up after five seconds, as when a vote comes late.
                if (DateTime.UtcNow - asked > TimeSpan.FromSeconds(6))
                {
                    asked = DateTime.UtcNow;
                    await replica.Server.ExecuteAsync("CLUSTER", "FAILOVER");
                }

                return await MasterOfAsync(key);
            },
            Is.SameAs(replica));
    }

    /// <summary>Moves the slot of a key, with all keys in it, to another master while clients work.</summary>
    public async Task MoveSlotAsync(RedisKey key, RedisServer to)
    {
        var slot = _connection!.HashSlot(key);
        var from = await MasterOfAsync(key);
        await to.Server.ExecuteAsync("CLUSTER", "SETSLOT", slot, "IMPORTING", await IdAsync(from));
        await from.Server.ExecuteAsync("CLUSTER", "SETSLOT", slot, "MIGRATING", await IdAsync(to));
        while ((RedisKey[])(await from.Server.ExecuteAsync("CLUSTER", "GETKEYSINSLOT", slot, 10))! is [_, ..] keys)
        {
            await from.Server.ExecuteAsync(
                "MIGRATE", ["127.0.0.1", to.Port, "", 0, 5000, "KEYS", .. keys.Cast<object>()]);
        }

        // First whoever has the keys: otherwise nobody would serve the slot for a moment.
        foreach (var node in new[] { to, from })
        {
            await node.Server.ExecuteAsync("CLUSTER", "SETSLOT", slot, "NODE", await IdAsync(to));
        }

        await Eventually.That(() => MasterOfAsync(key), Is.SameAs(to));
    }

    /// <summary>Brings all nodes back, and waits until each master has its replicas and all agree.</summary>
    public async Task HealAsync()
    {
        await Task.WhenAll(Nodes.Select(node => node.ReviveAsync()));
        await Eventually.That(() => AskAllAsync(IsWholeAsync), Is.All.True);
        await Task.WhenAll(Nodes.Select(node => node.LookAgainAsync()));
        await Eventually.That(
            () => Task.FromResult(_connection!.GetServers().Select(server => server.IsConnected)), Is.All.True);
    }

    /// <summary>Heals the cluster and deletes all keys.</summary>
    public async Task ClearAsync()
    {
        await HealAsync();
        await Eventually.That(AgreeOnMastersAsync, Is.True);
        foreach (var master in await MastersAsync())
        {
            await master.Server.ExecuteAsync("FLUSHALL");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Task.WhenAll(Nodes.Select(node => node.DisposeAsync().AsTask()));
    }

    /// <summary>Whether all that are called a master say that they are: one that was replaced may not be told yet.</summary>
    private async Task<bool> AgreeOnMastersAsync()
    {
        var masters = await MastersAsync();
        await Task.WhenAll(masters.Select(master => master.LookAgainAsync()));
        return masters.All(master => !master.Server.IsReplica);
    }

    private async Task FormAsync()
    {
        for (var i = 0; i < _masters; i++)
        {
            // Each its own epoch: masters with the same one would have to sort that out first.
            await Nodes[i].Server.ExecuteAsync("CLUSTER", "SET-CONFIG-EPOCH", i + 1);
            await Nodes[i].Server.ExecuteAsync(
                "CLUSTER", "ADDSLOTSRANGE", Slots * i / _masters, (Slots * (i + 1) / _masters) - 1);
        }

        // Each meets each, as what spreads by gossip takes seconds.
        foreach (var (node, i) in Nodes.Select((node, i) => (node, i)))
        {
            var busPort = (await node.Server.ConfigGetAsync("cluster-port"))[0].Value;
            await Task.WhenAll(Nodes.Take(i).Select(other =>
                other.Server.ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", node.Port, busPort)));
        }

        await Eventually.That(() => AskAllAsync(HasMetAllAsync), Is.All.True);
        await Task.WhenAll(Nodes.Skip(_masters).Select(async (replica, i) =>
            await replica.Server.ExecuteAsync("CLUSTER", "REPLICATE", await IdAsync(Nodes[i % _masters]))));
        await Eventually.That(() => AskAllAsync(IsWholeAsync), Is.All.True);
        _connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString);
    }

    private Task<bool[]> AskAllAsync(Func<RedisServer, Task<bool>> ask) => Task.WhenAll(Nodes.Select(ask));

    private async Task<bool> HasMetAllAsync(RedisServer node)
    {
        var peers = await PeersAsync(node);
        return peers.Length == Nodes.Count && !peers.Any(peer => peer.Is("handshake"));
    }

    /// <summary>Whether a node sees every slot served and nobody failed, and has its master or its replicas.</summary>
    private async Task<bool> IsWholeAsync(RedisServer node) =>
        node.Server.IsConnected
        && $"{await node.Server.ExecuteAsync("CLUSTER", "INFO")}" is var state
        && state.Contains("cluster_state:ok", StringComparison.Ordinal)
        && state.Contains($"cluster_slots_ok:{Slots}", StringComparison.Ordinal)
        && !(await PeersAsync(node)).Any(peer => peer.Is("fail"))
        && await node.Server.RoleAsync() switch
        {
            Role.Master master => master.Replicas!.Count == (Nodes.Count / _masters) - 1,
            Role.Replica replica => replica.State == "connected",
            _ => false,
        };

    private Task<ClusterPeer[]> PeersAsync() => PeersAsync(Nodes.First(node => node.IsUp));

    // The client's own reading of it leaves out masters that failed.
    private static async Task<ClusterPeer[]> PeersAsync(RedisServer node) => Array.ConvertAll(
        (await node.Server.ClusterNodesRawAsync())!.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        ClusterPeer.Parse);

    private RedisServer Node(ClusterPeer peer) => Nodes.Single(node => node.Port == peer.Port);

    private static async Task<string> IdAsync(RedisServer node) =>
        $"{await node.Server.ExecuteAsync("CLUSTER", "MYID")}";
}
