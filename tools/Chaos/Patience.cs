namespace Chaos;

/// <summary>Waits for a condition, but not for ever.</summary>
internal static class Patience
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(100);

    /// <exception cref="TimeoutException">It did not come true in time.</exception>
    public static async Task UntilAsync(
        string what, TimeSpan within, Func<Task<bool>> condition, CancellationToken stop)
    {
        for (var deadline = DateTime.UtcNow + within; !await condition();)
        {
            if (DateTime.UtcNow > deadline)
            {
                throw new TimeoutException($"not within {within.TotalSeconds:0} s: {what}");
            }

            await Task.Delay(_interval, stop);
        }
    }
}
