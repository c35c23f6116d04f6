using Testing;

namespace Chaos.Faults;

/// <summary>What happens to a master and its Sentinels. A fault ends when all is whole again.</summary>
internal sealed class SentinelFaults(Site site)
{
    public IEnumerable<Fault> All() =>
    [
        For("master-kill", async (redis, strike) =>
        {
            (await MasterAsync(redis, strike)).Kill();
            await strike.LastAsync(1, 6);
        }),
        For("master-pause", async (redis, strike) =>
        {
            (await MasterAsync(redis, strike)).Pause();
            await strike.LastAsync(2, 6); // Longer than the Sentinels wait: it is replaced, and does not know it.
        }),
        For("sentinel-failover", async (redis, strike) =>
        {
            await MasterAsync(redis, strike);
            await redis.FailOverAsync();
        }),
        For("sentinels-gone", LeaveAsync),
    ];

    private Fault For(string kind, Func<RedisSentinels, Strike, Task> strike) =>
        Fault.On(kind, site.Stores.OfType<SentinelStore>(), async (store, context) =>
        {
            await strike(store.Sentinels, context);
            await store.HealAsync(context.Stop);
        });

    private static async Task<RedisServer> MasterAsync(RedisSentinels redis, Strike strike)
    {
        var master = await redis.MasterAsync();
        strike.Log($"{master.Port}");
        return master;
    }

    private static async Task LeaveAsync(RedisSentinels redis, Strike strike)
    {
        foreach (var sentinel in redis.Sentinels)
        {
            sentinel.Kill();
        }

        await strike.LastAsync(3, 8);
        foreach (var sentinel in redis.Sentinels)
        {
            await sentinel.ReviveAsync();
            await sentinel.Server.ExecuteAsync("SENTINEL", "DEBUG", "info-period", 1000); // As it had before.
        }
    }
}
