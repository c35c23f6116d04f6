using System.ComponentModel.DataAnnotations;

namespace Shared.Redis.Publishing;

/// <summary>How the outbox is emptied: section <c>Outbox</c>.</summary>
public sealed class OutboxOptions
{
    /// <summary>What has to be known before a row is deleted.</summary>
    [EnumDataType(typeof(Confirmation))]
    public Confirmation Confirmation { get; set; } = Confirmation.Receipt;

    /// <summary>
    /// How long to wait for a receipt before a row is published again; doubles each time, up to 30 seconds or this
    /// value.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RetransmitAfter { get; set; } = TimeSpan.FromSeconds(10);
}
