namespace Simulation;

/// <summary>The clock of one machine. The time it shows may be wrong and jump; what it measures goes on evenly.</summary>
/// <param name="time">The time that really passes.</param>
/// <param name="farthest">How wrong it can be.</param>
internal sealed class SkewedClock(TimeProvider time, TimeSpan farthest) : TimeProvider
{
    private TimeSpan _ahead;

    public override long TimestampFrequency => time.TimestampFrequency;

    /// <summary>Sets it: to some hours ahead or back as likely as to many days.</summary>
    public void Jump(Random random) => _ahead = farthest * Math.Pow((2 * random.NextDouble()) - 1, 3);

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + _ahead;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
