namespace Shared.Redis.Consuming;

/// <summary>
/// A handler throws it when a message makes no sense to it and never will: the entry becomes a dead letter at once.
/// </summary>
/// <param name="reason">Why, in one word of snake_case.</param>
public sealed class DeadLetterException(string reason) : Exception(reason)
{
    /// <summary>The reason of an entry that is no message at all: nothing of value can be in it.</summary>
    public const string Malformed = "malformed";

    /// <summary>The reason of an entry that is larger than any message.</summary>
    public const string TooLarge = "too_large";
}
