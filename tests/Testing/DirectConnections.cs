using Shared.Redis.Connections;
using StackExchange.Redis;

namespace Testing;

/// <summary>Connections that somebody else opened and closes.</summary>
public sealed record DirectConnections(IDatabase Store, IDatabase Broker, IDatabase Reader) : IRedisServers
{
    public DirectConnections(IDatabase store, IDatabase broker) : this(store, broker, broker)
    {
    }
}
