namespace Shared.Redis.Consuming;

/// <summary>What became of the wish to handle a dead letter again.</summary>
/// <param name="Reason">Why it failed again; otherwise <see langword="null"/>.</param>
public sealed record Redrive(RedriveOutcome Outcome, string? Reason = null);
