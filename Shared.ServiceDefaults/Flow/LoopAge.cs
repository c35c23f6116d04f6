using Shared.Redis.Loops;

namespace Shared.ServiceDefaults.Flow;

/// <summary>How a background loop is.</summary>
/// <param name="Name" example="OutboxRelay">Its name.</param>
/// <param name="AgeSeconds" example="0.4">Time since it last did an iteration without a fault.</param>
public sealed record LoopAge(string Name, decimal AgeSeconds)
{
    internal static LoopAge Of(PollingService loop) => new(loop.Name, (decimal)Math.Round(loop.SinceLastSuccess.TotalSeconds, 3));
}
