using System.Collections.Concurrent;
using System.Diagnostics;
using Chaos.Faults;
using StackExchange.Redis;

namespace Lab.Faults;

/// <summary>A button whose fault is under way.</summary>
internal sealed record Broken(string Id, string Done, string Heal, DateTimeOffset Since);

/// <summary>Strikes when a button is pressed, and writes down what it did and when that was over.</summary>
internal sealed class Breaker(IReadOnlyList<Button> buttons, Diary diary) : IAsyncDisposable
{
    private readonly StruckTargets _struck = new();
    private readonly ConcurrentDictionary<string, (Broken Broken, CancellationTokenSource Healed)> _broken = [];
    private readonly ConcurrentQueue<Task> _strikes = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>What is broken now.</summary>
    public IReadOnlyList<Broken> Broken =>
        [.. _broken.Values.Select(entry => entry.Broken).OrderBy(broken => broken.Since)];

    /// <summary>Begins a fault.</summary>
    /// <returns>Not where another strikes the same already.</returns>
    public bool Strike(string id)
    {
        var button = buttons.FirstOrDefault(button => button.Id == id);
        if (button is null || !_struck.TryTake(button.Targets))
        {
            return false;
        }

        _strikes.Enqueue(StrikeAsync(button));
        return true;
    }

    /// <summary>Ends a fault before its time.</summary>
    public bool Heal(string id)
    {
        var isBroken = _broken.TryGetValue(id, out var entry);
        if (isBroken)
        {
            entry.Healed.Cancel();
        }

        return isBroken;
    }

    public void HealAll()
    {
        foreach (var id in _broken.Keys)
        {
            Heal(id);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_strikes);
        _stop.Dispose();
    }

    private async Task StrikeAsync(Button button)
    {
        using var healed = new CancellationTokenSource();
        var broken = new Broken(button.Id, button.Done, button.Heal, DateTimeOffset.UtcNow);
        _broken[button.Id] = (broken, healed);
        diary.Add("struck", button.Done, button.Id);
        var lasting = Stopwatch.StartNew();
        try
        {
            await Task.WhenAll(button.Targets.Select(target => button.Fault.StrikeAsync(
                target,
                new Strike(new Random(), line => diary.Add("told", $"{target.Name}: {line}"), _stop.Token)
                {
                    Length = button.Length ?? Timeout.InfiniteTimeSpan,
                    Healed = healed.Token,
                })));
            diary.Add("healed", $"Mended after {lasting.Elapsed.TotalSeconds:0.0} s. {button.Done}", button.Id);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The lab closes.
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or HttpRequestException)
        {
            diary.Add("failed", $"Not mended: {fault.Message}. {button.Done}");
        }

        _broken.TryRemove(button.Id, out _);
        _struck.Release(button.Targets);
    }
}
