using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shared.Redis.Loops;
using Testing;

namespace Shared.Redis.Tests.Loops;

public sealed class PeriodicServiceTests
{
    [TestCase(3, 2)]
    [TestCase(4.9, 0.1)]
    [TestCase(4.996, 5.004)] // woken a little early
    [TestCase(5, 5)]
    public async Task Loops_of_one_interval_wake_up_together_whenever_they_began(double begun, double wait)
    {
        var clock = new Clock();
        clock.Advance(TimeSpan.FromSeconds(begun));
        using var loop = new Loop(clock);
        await loop.StartAsync(CancellationToken.None);

        await Eventually.That(
            () => Task.FromResult(clock.Waits.ToArray()),
            Is.EqualTo([TimeSpan.FromSeconds(wait)]).Within(TimeSpan.FromMilliseconds(1)));
        await loop.StopAsync(CancellationToken.None);
    }

    private sealed class Clock : FakeTimeProvider
    {
        public ConcurrentQueue<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Enqueue(dueTime);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    private sealed class Loop(TimeProvider time)
        : PeriodicService(TimeSpan.FromSeconds(5), time, NullLogger.Instance)
    {
        public override Task<bool> PollOnceAsync(CancellationToken cancellationToken) => Task.FromResult(false);
    }
}
