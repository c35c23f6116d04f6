using Shared.Redis.Buckets;
using Testing;

namespace Chaos.Faults;

/// <summary>
/// What happens to a Redis Cluster. A fault ends when the cluster is whole again, as nobody promises anything once a
/// replica is the master that lacks what the old one acknowledged without it.
/// </summary>
internal sealed class ClusterFaults(Site site)
{
    public IEnumerable<Fault> All() =>
    [
        For("node-kill", KillAsync),
        For("master-pause", PauseAsync),
        For("cluster-failover", FailOverAsync),
        For("slot-move", MoveAsync),
        For("shard-dead", KillShardAsync),
    ];

    private Fault For(string kind, Func<RedisCluster, Strike, Task> strike) =>
        Fault.On(kind, site.Stores.OfType<ClusterStore>(), async (store, context) =>
        {
            await strike(store.Cluster, context);
            await store.HealAsync(context.Stop);
        });

    private static async Task KillAsync(RedisCluster cluster, Strike strike)
    {
        var node = cluster.Nodes[strike.Random.Next(cluster.Nodes.Count)];
        strike.Log($"{node.Port}");
        node.Kill();
        await strike.LastAsync(0, 8);
    }

    private static async Task PauseAsync(RedisCluster cluster, Strike strike)
    {
        var masters = await cluster.MastersAsync();
        var master = masters[strike.Random.Next(masters.Length)];
        strike.Log($"{master.Port}");
        master.Pause();
        await strike.LastAsync(1, 6);
    }

    private static async Task FailOverAsync(RedisCluster cluster, Strike strike)
    {
        var key = SomeKey(strike);
        strike.Log($"{(await cluster.MasterOfAsync(key)).Port}");
        await cluster.FailOverAsync(key);
    }

    /// <summary>The slot of a bucket, with all that is in it, while orders are worked on there.</summary>
    private static async Task MoveAsync(RedisCluster cluster, Strike strike)
    {
        var key = SomeKey(strike);
        var from = await cluster.MasterOfAsync(key);
        var others = Array.FindAll(await cluster.MastersAsync(), master => master != from);
        var to = others[strike.Random.Next(others.Length)];
        strike.Log($"{key}, {from.Port} to {to.Port}");
        await Patience.WithAsync($"{key} has moved", () => cluster.MoveSlotAsync(key, to), strike.Stop);
    }

    private static async Task KillShardAsync(RedisCluster cluster, Strike strike)
    {
        var shard = await cluster.ShardOfAsync(SomeKey(strike));
        strike.Log(string.Join(", ", shard.Select(node => node.Port)));
        Array.ForEach(shard, node => node.Kill()); // The master first: it takes nothing that no replica hears of.
        await strike.LastAsync(3, 8);
    }

    private static string SomeKey(Strike strike) => $"{Bucket.All[strike.Random.Next(Bucket.Count)]}";
}
