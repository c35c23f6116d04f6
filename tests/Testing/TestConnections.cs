using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shared.Redis.Connections;

namespace Testing;

/// <summary>Opens a service's connections without its host.</summary>
public static class TestConnections
{
    public static Task<RedisConnections> OpenAsync(RedisServer store, RedisServer? broker = null) =>
        OpenAsync(store.ConnectionString, (broker ?? store).ConnectionString);

    public static async Task<RedisConnections> OpenAsync(string store, string broker)
    {
        var options = new RedisOptions { Store = store, Broker = broker };
        var connections = new RedisConnections(Options.Create(options), [], NullLogger<RedisConnections>.Instance);
        await connections.StartingAsync(CancellationToken.None);
        return connections;
    }
}
