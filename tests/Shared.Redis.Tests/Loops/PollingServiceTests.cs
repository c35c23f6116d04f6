using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Shared.Redis.Loops;
using StackExchange.Redis;
using Testing;

namespace Shared.Redis.Tests.Loops;

public sealed class PollingServiceTests
{
    private FakeLogger<Loop> _log = null!;

    [SetUp]
    public void MakeLog() => _log = new FakeLogger<Loop>();

    [Test]
    public async Task A_fault_does_not_end_the_loop_and_is_told_when_it_begins_and_when_it_is_over()
    {
        var fault = new InvalidOperationException("no");
        using var loop = new Loop(TimeProvider.System, _log) { Faults = 3, Fault = fault };
        await loop.StartAsync(CancellationToken.None);
        await Eventually.That(() => Task.FromResult(loop.Iterations), Is.GreaterThan(4));
        await loop.StopAsync(CancellationToken.None);

        Assert.That(
            _log.Collector.GetSnapshot().Select(line => $"{line.Level}: {line.Message}"),
            Is.EqualTo(
            [
                "Error: Loop failed and tries again with growing pauses",
                "Information: Loop works again after 3 failed attempts",
            ]));
    }

    [Test]
    public async Task Waiting_for_Redis_is_no_error()
    {
        var away = new RedisConnectionException(
            ConnectionFailureType.SocketFailure, CommandFlags.None, "No connection, mc: 1/1/0");
        using var loop = new Loop(TimeProvider.System, _log) { Faults = 1, Fault = away };
        await loop.StartAsync(CancellationToken.None);
        await Eventually.That(() => Task.FromResult(loop.Iterations), Is.GreaterThan(2));
        await loop.StopAsync(CancellationToken.None);

        var first = _log.Collector.GetSnapshot()[0];
        Assert.That(
            (first.Level, first.Message), Is.EqualTo((LogLevel.Warning, "Loop waits for Redis: No connection")));
    }

    [Test]
    public async Task It_pauses_longer_from_fault_to_fault()
    {
        var fault = new InvalidOperationException("no");
        using var loop = new Loop(TimeProvider.System, _log) { Faults = 3, Fault = fault };
        var start = Stopwatch.StartNew();
        await loop.StartAsync(CancellationToken.None);
        await Eventually.That(() => Task.FromResult(loop.Iterations), Is.GreaterThan(3));

        // At least half of 100, 200 and 400 ms; three equal pauses would be over by then.
        Assert.That(start.ElapsedMilliseconds, Is.GreaterThan(340));
        await loop.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task It_knows_how_long_ago_it_worked()
    {
        var clock = new FakeTimeProvider();
        using var loop = new Loop(clock, _log);
        clock.Advance(TimeSpan.FromSeconds(7));
        Assert.That(loop.SinceLastSuccess, Is.EqualTo(TimeSpan.FromSeconds(7)));

        await loop.StartAsync(CancellationToken.None);
        await Eventually.That(() => Task.FromResult(loop.SinceLastSuccess), Is.EqualTo(TimeSpan.Zero));
        await loop.StopAsync(CancellationToken.None);
    }

    private sealed class Loop(TimeProvider time, FakeLogger<Loop> log) : PollingService(time, log)
    {
        private int _iterations;

        public int Faults { get; init; }

        public Exception? Fault { get; init; }

        public int Iterations => _iterations;

        public override Task<bool> PollOnceAsync(CancellationToken cancellationToken) =>
            Interlocked.Increment(ref _iterations) <= Faults
                ? Task.FromException<bool>(Fault!)
                : Task.FromResult(false);

        protected override Task WaitForWorkAsync(CancellationToken cancellationToken) =>
            Task.Delay(1, cancellationToken);
    }
}
