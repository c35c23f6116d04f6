namespace Shared.Redis.Publishing;

/// <summary>What confirms a row of the outbox.</summary>
public enum Confirmation
{
    /// <summary>The consumer has returned its receipt: the effect is durable.</summary>
    Receipt,

    /// <summary>The broker has taken the entry. For consumers that know nothing of receipts.</summary>
    Publish,
}
