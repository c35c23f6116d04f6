namespace Shared.Redis.Consuming;

/// <summary>An entry that could not be handled.</summary>
/// <param name="Id" example="1795000000250-0">Id of the dead letter.</param>
/// <param name="Entry" example="1795000000000-0">The entry's id in its stream.</param>
/// <param name="Reason" example="malformed">Why it was given up, in a word.</param>
/// <param name="Deliveries" example="1">How often it was tried.</param>
/// <param name="Time" example="2026-11-18T10:26:40.250Z">When it was given up.</param>
/// <param name="Size" example="312">Size of the entry in bytes; of one above 65,536 only the beginning of its values is kept.</param>
/// <param name="Fields">The entry's fields.</param>
public sealed record DeadLetter(
    string Id,
    string Entry,
    string Reason,
    int Deliveries,
    DateTimeOffset Time,
    long Size,
    IReadOnlyDictionary<string, string> Fields);
