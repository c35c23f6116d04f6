namespace Testing;

/// <summary>Asks for several things before anything that was asked for begins.</summary>
public static class AtOnce
{
    // Nothing else runs on such a scheduler until all are asked for; on the pool a call may be under way before that.
    /// <summary>Asks, and waits for all answers.</summary>
    public static Task<T[]> RunAsync<T>(Func<IEnumerable<Task<T>>> ask) => Task.Factory.StartNew(
        () => Task.WhenAll(ask()),
        CancellationToken.None,
        TaskCreationOptions.None,
        new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();
}
