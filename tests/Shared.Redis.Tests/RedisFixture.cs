using Microsoft.Extensions.Time.Testing;
using Shared.Redis.Connections;
using Testing;

namespace Shared.Redis.Tests;

/// <summary>A store and a broker of its own, empty before each test, and a service's connections to them.</summary>
public abstract class RedisFixture
{
    protected RedisServer Store { get; private set; } = null!;

    protected RedisServer Broker { get; private set; } = null!;

    protected RedisConnections Redis { get; private set; } = null!;

    /// <summary>The clock of the code under test, which stands still; the server tells the age of an entry.</summary>
    protected FakeTimeProvider Clock { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartServersAsync()
    {
        var servers = await Task.WhenAll(RedisServer.StartAsync(), RedisServer.StartAsync());
        (Store, Broker) = (servers[0], servers[1]);
    }

    [OneTimeTearDown]
    public async Task StopServersAsync()
    {
        await Store.DisposeAsync();
        await Broker.DisposeAsync();
    }

    [SetUp]
    public async Task ConnectAsync()
    {
        await ResetAsync(Store);
        await ResetAsync(Broker);
        Redis = await TestConnections.OpenAsync(Store, Broker);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(now));
    }

    [TearDown]
    public ValueTask DisconnectAsync() => Redis.DisposeAsync();

    /// <summary>Empties a server and ends whatever kept it from serving, also when a test failed half-way.</summary>
    private static async Task ResetAsync(RedisServer server)
    {
        await server.Database.ExecuteAsync("REPLICAOF", "NO", "ONE");
        await server.Database.ExecuteAsync("CONFIG", "SET", "maxmemory", "0", "min-replicas-to-write", "0");
        await server.Database.ExecuteAsync("ACL", "SETUSER", "default", "+@all", "allkeys");
        await server.Server.FlushAllDatabasesAsync();
    }
}
