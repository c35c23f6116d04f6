namespace Shared.Redis.Consuming;

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
