using System.ComponentModel.DataAnnotations;

namespace Shared.ServiceDefaults.Access;

/// <summary>Section <c>RateLimit</c>: how many requests the subject of a token, or an address, may send.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Requests per second in the long run; no limit by default.</summary>
    [Range(1, 1_000_000)]
    public int? PerSecond { get; set; }

    /// <summary>Requests at once, after a rest.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 100;
}
