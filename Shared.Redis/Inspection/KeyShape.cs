using StackExchange.Redis;

namespace Shared.Redis.Inspection;

/// <summary>A key that the service uses, and what it has to be if it exists.</summary>
/// <param name="Key">The key, in the service's own store.</param>
public sealed record KeyShape(RedisKey Key, RedisType Type);
