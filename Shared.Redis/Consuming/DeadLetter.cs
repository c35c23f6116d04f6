namespace Shared.Redis.Consuming;

/// <summary>An entry that could not be handled.</summary>
/// <param name="Id">Id of the dead letter.</param>
/// <param name="Entry">The entry's id in its stream.</param>
/// <param name="Reason">Why it was given up.</param>
/// <param name="Deliveries">How often it was tried.</param>
/// <param name="Time">When it was given up.</param>
/// <param name="Fields">The entry's fields.</param>
public sealed record DeadLetter(
    string Id, string Entry, string Reason, int Deliveries, DateTimeOffset Time, IReadOnlyDictionary<string, string> Fields);
