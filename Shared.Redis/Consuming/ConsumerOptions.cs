using System.ComponentModel.DataAnnotations;

namespace Shared.Redis.Consuming;

/// <summary>How streams are read: section <c>Consumer</c>.</summary>
public sealed class ConsumerOptions
{
    /// <summary>
    /// Name of this instance in the consumer groups. It must stay the same over a restart and differ between instances.
    /// </summary>
    [Required]
    public string Name { get; set; } = Environment.MachineName;

    /// <summary>Most entries handled at once.</summary>
    [Range(1, 1000)]
    public int BatchSize { get; set; } = 256;

    /// <summary>
    /// How long an entry stays with an instance that does not acknowledge it, before another takes it over.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan ReclaimAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often an entry may fail for its own sake before it becomes a dead letter.</summary>
    [Range(1, 100)]
    public int MaxDeliveries { get; set; } = 5;

    /// <summary>
    /// How many dead letters are kept. When there are so many that carry a message, the consumer stops reading: none of
    /// them is dropped.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxDeadLetters { get; set; } = 100_000;
}
