using Microsoft.Extensions.Time.Testing;
using Testing;

namespace Shared.Redis.Tests;

/// <summary>A store and a broker of the fixture's own, empty before each test, and a service's connections to them.</summary>
public abstract class RedisFixture
{
    protected RedisServer Store { get; private set; } = null!;

    protected RedisServer Broker { get; private set; } = null!;

    protected RedisConnections Redis { get; private set; } = null!;

    /// <summary>The clock of the code under test, which stands still; how long an entry is pending, the server tells.</summary>
    protected FakeTimeProvider Clock { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartServersAsync()
    {
        Store = await RedisServer.StartAsync();
        Broker = await RedisServer.StartAsync();
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
        await Store.Server.FlushAllDatabasesAsync();
        await Broker.Server.FlushAllDatabasesAsync();
        Redis = await Connections.OpenAsync(Store, Broker);
        Clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
    }

    [TearDown]
    public ValueTask DisconnectAsync() => Redis.DisposeAsync();
}
