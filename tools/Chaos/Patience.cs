using NUnit.Framework;
using StackExchange.Redis;

namespace Chaos;

/// <summary>Waits for a condition, but not for ever.</summary>
internal static class Patience
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(60);

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

    /// <summary>Does what may have to be done again, as servers of which several are away answer late.</summary>
    /// <exception cref="TimeoutException">It did not succeed in time.</exception>
    public static Task WithAsync(string what, Func<Task> act, CancellationToken stop) =>
        UntilAsync(what, _longest, async () =>
        {
            try
            {
                await act();
                return true;
            }
            catch (Exception fault) when (fault is RedisException or TimeoutException or AssertionException)
            {
                return false;
            }
        }, stop);
}
