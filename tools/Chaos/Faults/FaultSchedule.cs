using System.Collections.Concurrent;
using StackExchange.Redis;

namespace Chaos.Faults;

/// <summary>
/// Strikes with a fault every few seconds; several may be under way at a time. Each kind has its turn before one comes
/// again.
/// </summary>
internal sealed class FaultSchedule(IReadOnlyList<Fault> faults, int seed, TimeSpan meanPause, Action<string> log)
{
    private readonly Random _random = new(seed);
    private readonly Queue<Fault> _turns = [];
    private readonly StruckTargets _struck = new();
    private readonly ConcurrentDictionary<string, int> _counts = [];
    private readonly List<string> _failures = [];

    /// <summary>How often each kind struck.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Faults that did not mend what they broke.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Strikes until it is over; returns when the last fault has ended.</summary>
    public async Task RunAsync(CancellationToken over, CancellationToken stop)
    {
        var strikes = new List<Task>();
        while (faults.Count > 0 && !over.IsCancellationRequested)
        {
            var fault = Next();
            var target = fault.Targets[_random.Next(fault.Targets.Count)];
            var strike = new Strike(
                new Random(_random.Next()), line => log($"{fault.Kind} {target.Name}: {line}"), stop);
            var pause = meanPause * (1 + (_random.NextDouble() * 4)) / 3;
            if (_struck.TryTake(target))
            {
                strikes.Add(StrikeAsync(fault, target, strike));
            }

            await Task.Delay(pause, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(strikes);
    }

    private Fault Next()
    {
        if (_turns.Count == 0)
        {
            var shuffled = faults.ToArray();
            _random.Shuffle(shuffled);
            Array.ForEach(shuffled, _turns.Enqueue);
        }

        return _turns.Dequeue();
    }

    private async Task StrikeAsync(Fault fault, ITarget target, Strike strike)
    {
        var name = target.Name;
        _counts.AddOrUpdate(fault.Kind, 1, (_, count) => count + 1);
        log($"{fault.Kind} {name}");
        try
        {
            await fault.StrikeAsync(target, strike);
            log($"{fault.Kind} {name} over");
        }
        catch (Exception trouble)
            when (trouble is RedisException or RedisTimeoutException or OperationCanceledException)
        {
            log($"{fault.Kind} {name} cut short: {trouble.Message}");
        }
        catch (TimeoutException trouble)
        {
            log($"{fault.Kind} {name} failed: {trouble.Message}");
            lock (_failures)
            {
                _failures.Add($"{fault.Kind} {name}: {trouble.Message}");
            }
        }

        _struck.Release(target);
    }
}
