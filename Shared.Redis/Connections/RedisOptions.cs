using System.ComponentModel.DataAnnotations;
using Shared.Redis.Settings;

namespace Shared.Redis.Connections;

/// <summary>
/// Where Redis is: section <c>Redis</c>. Store and Broker are connection strings of StackExchange.Redis, or URLs:
/// <c>redis://</c>, and with TLS <c>rediss://</c>.
/// </summary>
public sealed class RedisOptions
{
    /// <summary>The service's own Redis: its state, its outbox, its dead letters.</summary>
    [Required, RedisAddress, Secret]
    public string Store { get; set; } = "localhost:6379";

    /// <summary>The password there, if it is not in the address; one with a comma can only be given here.</summary>
    [MinLength(1), Secret]
    public string? StorePassword { get; set; }

    /// <summary>The Redis of the two streams, which all services share.</summary>
    [Required, RedisAddress, Secret]
    public string Broker { get; set; } = "localhost:6379";

    /// <summary>The password there, if it is not in the address.</summary>
    [MinLength(1), Secret]
    public string? BrokerPassword { get; set; }
}
