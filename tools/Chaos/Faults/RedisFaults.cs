namespace Chaos.Faults;

/// <summary>
/// What happens to the Redis servers that stand alone. The stores lose nothing; the broker may lose everything.
/// </summary>
internal sealed class RedisFaults(Site site)
{
    public IEnumerable<Fault> All() =>
    [
        Fault.On("redis-kill", site.Nodes, KillAsync),
        Fault.On("redis-freeze", site.Nodes, FreezeAsync),
        Fault.On("out-of-memory", site.Nodes, FillAsync),
        Fault.On("near-limit", site.Stores.OfType<RedisNode>(), LimitAsync),
        Fault.On("broker-flush", [site.Broker], (broker, _) => broker.Server.FlushAllDatabasesAsync()),
        Fault.On("backlog-lost", [site.Broker], LoseBacklogAsync),
        Fault.On("broker-rewind", [site.Broker], RewindAsync),
    ];

    private static async Task KillAsync(RedisNode node, Strike strike)
    {
        node.Kill();
        await strike.LastAsync(0, 4);
        await node.StartAsync(strike.Stop);
    }

    private static async Task FreezeAsync(RedisNode node, Strike strike)
    {
        node.Freeze();
        await strike.LastAsync(1, 5);
        node.Thaw();
    }

    private static async Task FillAsync(RedisNode node, Strike strike)
    {
        await node.Server.ConfigSetAsync("maxmemory", 1);
        await strike.LastAsync(1, 5);
        await node.Server.ConfigSetAsync("maxmemory", 0);
    }

    /// <summary>Little is free: the store has to stop taking new work while it still can finish the old.</summary>
    private static async Task LimitAsync(RedisNode store, Strike strike)
    {
        var free = (long)(20_000 * Math.Pow(200, strike.Random.NextDouble())); // up to four megabytes, mostly less
        await store.Server.ConfigSetAsync("maxmemory", await store.UsedMemoryAsync() + free);
        await strike.LastAsync(5, 10);
        await store.Server.ConfigSetAsync("maxmemory", 0);
    }

    /// <summary>Entries are read at once, so a flush seldom finds any: here readers are cut off for a while.</summary>
    private async Task LoseBacklogAsync(RedisNode broker, Strike strike)
    {
        foreach (var reader in site.Inventory.Instances)
        {
            reader.Broker.Hold(requests: true, replies: true);
        }

        await strike.LastAsync(2, 4);
        await broker.Server.FlushAllDatabasesAsync();
        foreach (var reader in site.Inventory.Instances)
        {
            reader.Broker.Heal(reset: true);
        }
    }

    /// <summary>As after a failover to a replica that lagged: the newest part of everything never happened.</summary>
    private static async Task RewindAsync(RedisNode broker, Strike strike)
    {
        broker.Kill();
        broker.LoseTail(strike.Random.NextDouble() / 2);
        await broker.StartAsync(strike.Stop);
    }
}
