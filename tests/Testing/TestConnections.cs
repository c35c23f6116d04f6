using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shared.Redis.Connections;

namespace Testing;

/// <summary>Opens a service's connections without its host.</summary>
public static class TestConnections
{
    public static async Task<RedisConnections> OpenAsync(RedisServer store, RedisServer? broker = null)
    {
        var options = new RedisOptions { Store = store.ConnectionString, Broker = (broker ?? store).ConnectionString };
        var connections = new RedisConnections(Options.Create(options), [], NullLogger<RedisConnections>.Instance);
        await connections.StartingAsync(CancellationToken.None);
        return connections;
    }
}
