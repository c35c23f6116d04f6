namespace Shared.Redis.Publishing;

/// <summary>Learns what the group that a message is meant for has decided.</summary>
public interface IVerdictHandler<TMessage>
{
    /// <summary>
    /// Takes note of verdicts, before their rows leave the outbox. It may see the same again and then changes nothing.
    /// </summary>
    Task HandleAsync(IReadOnlyList<Receipt> receipts);
}
