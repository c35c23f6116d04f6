using System.ComponentModel.DataAnnotations;

namespace Shared.Redis.Connections;

/// <summary>Where Redis is: section <c>Redis</c>. Both are StackExchange.Redis connection strings.</summary>
public sealed class RedisOptions
{
    /// <summary>The service's own Redis: its state, its outbox, its dead letters.</summary>
    [Required]
    public string Store { get; set; } = "localhost:6379";

    /// <summary>The Redis of the two streams, which all services share.</summary>
    [Required]
    public string Broker { get; set; } = "localhost:6379";
}
