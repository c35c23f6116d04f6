using System.Collections.Concurrent;
using StackExchange.Redis;

namespace Chaos.Faults;

/// <summary>Strikes with a fault every few seconds; several may be under way at a time.</summary>
internal sealed class FaultSchedule(IReadOnlyList<Fault> faults, int seed, Action<string> log)
{
    private readonly Random _random = new(seed);
    private readonly ConcurrentDictionary<object, Fault> _struck = [];
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
            var fault = faults[_random.Next(faults.Count)];
            var target = fault.Targets[_random.Next(fault.Targets.Count)];
            var strike = new Strike(new Random(_random.Next()), stop);
            var pause = TimeSpan.FromSeconds(1 + (_random.NextDouble() * 4));
            if (_struck.TryAdd(target, fault))
            {
                strikes.Add(StrikeAsync(fault, target, strike));
            }

            await Task.Delay(pause, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(strikes);
    }

    private async Task StrikeAsync(Fault fault, object target, Strike strike)
    {
        var name = target switch { ServiceInstance instance => instance.Name, RedisNode node => node.Name, Link link => link.Name, _ => "" };
        _counts.AddOrUpdate(fault.Kind, 1, (_, count) => count + 1);
        log($"{fault.Kind} {name}");
        try
        {
            await fault.StrikeAsync(target, strike);
            log($"{fault.Kind} {name} over");
        }
        catch (Exception trouble) when (trouble is RedisException or RedisTimeoutException or OperationCanceledException)
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

        _struck.TryRemove(target, out _);
    }
}
