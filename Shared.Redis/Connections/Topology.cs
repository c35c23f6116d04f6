using System.Net;
using StackExchange.Redis;

namespace Shared.Redis.Connections;

/// <summary>How a Redis is spread over servers.</summary>
internal static class Topology
{
    /// <summary>Whether it is a Redis Cluster, of which a part may be away while the rest is there.</summary>
    public static bool IsSpread(this IDatabase database) => database.Multiplexer.GetHashSlot("any") >= 0;

    /// <summary>The keys that a service uses on one of them.</summary>
    public static IEnumerable<RedisKey> KeysOn(this IEnumerable<KeyShape> shapes, RedisRole server) =>
        shapes.Where(shape => shape.Server == server && shape.Type != RedisType.None)
            .Select(shape => shape.Key)
            .DefaultIfEmpty("any");

    /// <summary>One of the servers of a service.</summary>
    public static IDatabase Of(this IRedisServers redis, RedisRole server) =>
        server == RedisRole.Store ? redis.Store : redis.Broker;

    /// <summary>
    /// One key of each hash slot that some keys lie in, so that whoever asks for each of them has asked every server
    /// that matters; any one key where there are no slots.
    /// </summary>
    public static IEnumerable<RedisKey> OfEachSlot(this IEnumerable<RedisKey> keys, IDatabase database) =>
        keys.DistinctBy(key => database.Multiplexer.GetHashSlot(key));

    /// <summary>
    /// What routes a script to the server of a key that it does not touch: nothing where there is but one, so that it
    /// also tells a user who may not touch any.
    /// </summary>
    public static RedisKey[] RouteTo(this IDatabase database, RedisKey key) => database.IsSpread() ? [key] : [];

    /// <summary>The server that has a key, as the client knows it.</summary>
    /// <returns>Its name, or those of all that it may be; and whether it is connected.</returns>
    public static (string Name, bool IsConnected) NodeOf(this IDatabase database, RedisKey key)
    {
        var servers = database.Multiplexer.GetServers();
        var connected = Array.FindAll(servers, server => server.IsConnected);
        var owner = connected.Select(server => server.ClusterConfiguration?.GetBySlot(key)?.EndPoint).OfType<EndPoint>()
            .FirstOrDefault();
        var masters = connected.Where(server => !server.IsReplica && (owner is null || server.EndPoint.Equals(owner)));
        var endpoints = owner is not null ? [owner]
            : database.IsSpread() || !masters.Any() ? servers.Select(server => server.EndPoint)
            : masters.Select(server => server.EndPoint);
        return (string.Join(", ", endpoints.Select(EndPointCollection.ToString)), masters.Any());
    }
}
