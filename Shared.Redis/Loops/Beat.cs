namespace Shared.Redis.Loops;

/// <summary>
/// The common beat of the loops of a machine: those that rest wake up together, so that a process which has nothing to
/// do is woken once for all of them instead of once for each. Intervals that divide each other share most of their beats.
/// </summary>
internal static class Beat
{
    /// <summary>How long it is until the next multiple of an interval: never longer than that, and never nothing.</summary>
    public static TimeSpan Until(TimeSpan interval, TimeProvider time)
    {
        var now = time.GetElapsedTime(0).Ticks;
        // Timers know milliseconds: one that ends before the beat would be followed by another at once.
        return TimeSpan.FromMilliseconds(
            Math.Ceiling(TimeSpan.FromTicks(interval.Ticks - (now % interval.Ticks)).TotalMilliseconds));
    }
}
