using System.ComponentModel.DataAnnotations;

namespace Shared.Redis.Consuming;

/// <summary>How streams are read: section <c>Consumer</c>.</summary>
public sealed class ConsumerOptions
{
    /// <summary>Name of this instance in the consumer groups. It must stay the same over a restart and differ between instances.</summary>
    [Required]
    public string Name { get; set; } = Environment.MachineName;

    /// <summary>Most entries handled at once.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 256;

    /// <summary>How long an entry stays with an instance that does not acknowledge it, before another takes it over.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan ReclaimAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often an entry may fail for its own sake before it becomes a dead letter.</summary>
    [Range(1, 100)]
    public int MaxDeliveries { get; set; } = 5;
}
