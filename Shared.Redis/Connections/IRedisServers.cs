using StackExchange.Redis;

namespace Shared.Redis.Connections;

/// <summary>The Redis servers as one service sees them.</summary>
public interface IRedisServers
{
    /// <summary>The service's own Redis.</summary>
    IDatabase Store { get; }

    /// <summary>The Redis of the streams.</summary>
    IDatabase Broker { get; }

    /// <summary>
    /// The Redis of the streams on a connection of its own: the client shares one connection among all callers,
    /// so a blocking read anywhere else would make everybody wait.
    /// </summary>
    IDatabase Reader { get; }
}
