namespace Shared.Redis.Connections;

/// <summary>One of the servers of a service.</summary>
public enum RedisRole
{
    /// <summary>Its own Redis.</summary>
    Store,

    /// <summary>The Redis of the streams.</summary>
    Broker,
}
