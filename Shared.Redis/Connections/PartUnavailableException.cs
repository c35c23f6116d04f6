namespace Shared.Redis.Connections;

/// <summary>A part of a Redis cannot be used while the rest can.</summary>
/// <param name="part">What cannot be used.</param>
/// <param name="fault">What was met there.</param>
public sealed class PartUnavailableException(string part, Exception fault)
    : Exception($"A part of the store cannot be used: {part}.", fault);
