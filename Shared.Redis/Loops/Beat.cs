namespace Shared.Redis.Loops;

/// <summary>
/// The common beat of the loops of a machine: those that rest wake up together, so that a process which has nothing to
/// do is woken once for all of them instead of once for each. Intervals that divide each other share most of their beats.
/// </summary>
internal static class Beat
{
    // Timers may end a tick of the system's clock early, so a beat as near as that is one that was just woken for.
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(16);

    /// <summary>How long it is until the next multiple of an interval, unless that is no more than a tick: the one after.</summary>
    public static TimeSpan Until(TimeSpan interval, TimeProvider time)
    {
        var left = TimeSpan.FromTicks(interval.Ticks - (time.GetElapsedTime(0).Ticks % interval.Ticks));
        return left > _tick ? left : left + interval;
    }
}
