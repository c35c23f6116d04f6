using System.ComponentModel.DataAnnotations;
using Shared.Contracts;
using Shared.Redis.Settings;

namespace Shared.Redis.Publishing;

/// <summary>How the outbox is emptied: section <c>Outbox</c>.</summary>
public sealed class OutboxOptions
{
    /// <summary>What has to be known before a row is deleted.</summary>
    [EnumDataType(typeof(Confirmation))]
    public Confirmation Confirmation { get; set; } = Confirmation.Receipt;

    /// <summary>
    /// The consumer groups that have to return a row's receipt before it is deleted; when none is named, the one that
    /// the message is meant for. Any other group may read the stream, and is not waited for.
    /// </summary>
    public TextList Groups { get; set; } = [];

    /// <summary>How many entries are kept in the stream for groups that are not waited for.</summary>
    [Range(0, 100_000_000)]
    public int MaxBacklog { get; set; } = 100_000;

    /// <summary>
    /// How long to wait for a receipt before a row is published again; doubles each time, up to 30 seconds or this
    /// value.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RetransmitAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The groups that are waited for.</summary>
    internal string[] GroupsFor<TMessage>() where TMessage : class, IStreamMessage<TMessage> =>
        Groups is [] ? [TMessage.Group] : [.. Groups];
}
