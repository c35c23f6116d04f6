using Testing;

namespace Simulation;

/// <summary>The clock of one machine. What it shows may be wrong and jump; what it measures goes on evenly.</summary>
/// <param name="time">The time that really passes.</param>
/// <param name="farthest">How wrong it can be.</param>
internal sealed class SkewedClock(TimeProvider time, TimeSpan farthest) : JumpingClock(time)
{
    /// <summary>Sets it: to some hours ahead or back as likely as to many days.</summary>
    public void Jump(Random random) => Offset = farthest * Math.Pow((2 * random.NextDouble()) - 1, 3);
}
