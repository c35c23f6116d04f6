using StackExchange.Redis;

namespace Shared.Redis.Consuming;

/// <summary>As which consumer group a service reads a stream.</summary>
/// <param name="DeadLetters">Key of its dead letters, in the service's own store.</param>
public record Subscription(string Stream, string Group, RedisKey DeadLetters);
