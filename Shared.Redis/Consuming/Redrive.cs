namespace Shared.Redis.Consuming;

/// <summary>What became of the wish to handle a dead letter again.</summary>
/// <param name="Outcome">Whether it was handled.</param>
/// <param name="Reason">Why it failed again; otherwise <see langword="null"/>.</param>
public sealed record Redrive(RedriveOutcome Outcome, string? Reason = null);

/// <summary>Whether a dead letter was handled again.</summary>
public enum RedriveOutcome
{
    /// <summary>Its effect is durable and the letter is gone.</summary>
    Done,

    /// <summary>There is no such dead letter.</summary>
    NotFound,

    /// <summary>It failed again, and the letter is kept.</summary>
    FailedAgain,
}
