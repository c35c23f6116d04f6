using StackExchange.Redis;

namespace Shared.Redis.Connections;

/// <summary>A key that the service uses, and what it has to be if it exists.</summary>
/// <param name="Type">Its type; none for a key that must not be there.</param>
/// <param name="Server">Where it is.</param>
public sealed record KeyShape(RedisKey Key, RedisType Type, RedisRole Server = RedisRole.Store);
