using StackExchange.Redis;
using Testing;

namespace Chaos;

/// <summary>A real Redis Cluster. One is enough for both services, as their keys do not collide.</summary>
internal sealed class ClusterStore : IStore
{
    private RedisCluster? _cluster;

    public string Name => "cluster";

    public RedisCluster Cluster => _cluster ?? throw new InvalidOperationException("It is not started.");

    public string ConnectionString => Cluster.ConnectionString;

    public IDatabase Database => Cluster.Database;

    public async Task StartAsync(CancellationToken stop) => _cluster ??= await RedisCluster.StartAsync();

    public Task HealAsync(CancellationToken stop) => Patience.WithAsync($"{Name} is whole", Cluster.HealAsync, stop);

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}
