using Shared.Redis.Connections;
using StackExchange.Redis;

namespace Simulation;

/// <summary>Connections that nothing interferes with, for what happens before the faults and after them.</summary>
internal sealed record DirectConnections(IDatabase Store, IDatabase Broker) : IRedisServers
{
    public IDatabase Reader => Broker;
}
