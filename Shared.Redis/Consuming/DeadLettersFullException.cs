namespace Shared.Redis.Consuming;

/// <summary>
/// There is no room for another dead letter, and none that could be dropped: an operator has to look at them.
/// </summary>
/// <param name="stream">The stream whose dead letters they are.</param>
public sealed class DeadLettersFullException(string stream)
    : Exception($"{stream} has as many dead letters as may be kept; none is read until some are redriven or discarded");
