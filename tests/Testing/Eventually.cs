using System.Diagnostics;
using NUnit.Framework.Constraints;

namespace Testing;

/// <summary>Waits for what happens in the background, and reports the last value seen when it does not.</summary>
public static class Eventually
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(10);

    public static async Task<T> That<T>(Func<Task<T>> read, IResolveConstraint expectation, TimeSpan? within = null)
    {
        var constraint = expectation.Resolve();
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var value = await read();
            if (constraint.ApplyTo(value).IsSuccess)
            {
                return value;
            }

            if (clock.Elapsed > (within ?? _patience))
            {
                Assert.That(value, constraint, $"after {clock.Elapsed.TotalSeconds:0.0} s");
            }

            await Task.Delay(_interval);
        }
    }
}
