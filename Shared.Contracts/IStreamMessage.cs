namespace Shared.Contracts;

/// <summary>
/// A message of one Redis stream. The static members tie the message to its stream, to the group that
/// consumes it and to its field names at compile time.
/// </summary>
public interface IStreamMessage<TSelf> where TSelf : class, IStreamMessage<TSelf>
{
    /// <summary>Name of the stream, which is also its Redis key.</summary>
    static abstract string Stream { get; }

    /// <summary>Name of the consumer group that the message is meant for; others may read it too.</summary>
    static abstract string Group { get; }

    /// <summary>Name of the field that tells which order a message is about.</summary>
    static abstract string KeyField { get; }

    /// <summary>Reads the fields of a stream entry, in any order, and ignores those that are unknown.</summary>
    /// <returns>The message, or <see langword="null"/> when it names no order and so cannot be answered.</returns>
    static abstract TSelf? Read(IReadOnlyDictionary<string, string> fields);

    /// <summary>Writes the message as the fields of a stream entry.</summary>
    /// <returns>Name and value pairs in the documented order, without those that have no value.</returns>
    IEnumerable<KeyValuePair<string, string>> Write();
}
