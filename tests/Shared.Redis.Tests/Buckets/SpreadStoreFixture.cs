using Shared.Redis.Connections;
using Testing;

namespace Shared.Redis.Tests.Buckets;

/// <summary>A store that is spread over three servers, where a bucket can fail alone.</summary>
public abstract class SpreadStoreFixture
{
    private RedisCluster _cluster = null!;

    protected RedisConnections Redis { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task ConnectAsync()
    {
        _cluster = await RedisCluster.StartAsync(masters: 3, replicas: 0);
        Redis = await TestConnections.OpenAsync(_cluster.ConnectionString, _cluster.ConnectionString);
    }

    [OneTimeTearDown]
    public async Task DisconnectAsync()
    {
        await Redis.DisposeAsync();
        await _cluster.DisposeAsync();
    }
}
