using Microsoft.Extensions.Time.Testing;
using Shared.Redis.Connections;
using Shared.Redis.Consuming;

namespace Simulation;

/// <summary>Decides, from nothing but its random numbers, who goes on and which command happens next.</summary>
internal sealed class Scheduler(
    Servers servers,
    IReadOnlyList<ServiceInstance> instances,
    FakeTimeProvider time,
    Turns turns,
    Delivery delivery,
    Chaos chaos,
    Scenario scenario,
    Tally tally,
    Random random)
{
    private static readonly TimeSpan _round = TimeSpan.FromSeconds(2);

    private TimeSpan _toAge;

    public long Steps { get; private set; }

    /// <summary>A number that two runs share when they made the same decisions.</summary>
    public uint Trace { get; private set; } = 2166136261;

    /// <summary>What loops threw although neither Redis nor the provider was to blame.</summary>
    public List<string> LoopFaults { get; } = [];

    /// <summary>Faults go on until there is nothing more to be ordered, and some time longer.</summary>
    public async Task DisturbAsync(Func<bool> isOver, int extraSteps)
    {
        while (extraSteps > 0)
        {
            extraSteps -= isOver() ? 1 : 0;
            await StepAsync();
        }
    }

    /// <summary>Whoever was away for all the time is there from now on.</summary>
    public void FetchAbsent()
    {
        foreach (var instance in instances.Where(instance => instance.IsAway))
        {
            instance.Return();
        }
    }

    /// <summary>Nothing goes wrong: the loops of whoever is there run in turn, until something is reached.</summary>
    public async Task RunAsync(int mostRounds, Func<Task<bool>>? isReached = null)
    {
        for (var round = 0; round < mostRounds; round++)
        {
            foreach (var actor in instances.Where(instance => !instance.IsAway).SelectMany(instance => instance.Actors))
            {
                do
                {
                    await RunIterationAsync(actor);
                }
                while (actor.Due <= time.GetUtcNow() && actor.Rests);
            }

            await PassAsync(_round);
            if (round % 4 == 3 && isReached is not null && await isReached())
            {
                return;
            }
        }

        LoopFaults.AddRange(instances
            .SelectMany(instance => instance.Actors)
            .Where(actor => !actor.IsIdle)
            .Select(actor => $"{actor.Name} hangs"));
    }

    /// <summary>Lets time pass in which no loop begins anything.</summary>
    public async Task PassAsync(TimeSpan interval)
    {
        await AdvanceAsync(interval);
        FinishIterations();
    }

    private async Task StepAsync()
    {
        Steps++;
        await AdvanceAsync(random.Next(250) == 0
            ? TimeSpan.FromMilliseconds(random.Next(1000, 40_000))
            : TimeSpan.FromMilliseconds(random.Next(20)));
        await chaos.RecoverAsync(Steps);
        await delivery.ExecuteLateAsync(Steps);
        if (random.NextDouble() / scenario.Wildness < 0.009)
        {
            await chaos.StrikeAsync(Steps);
        }

        if (scenario.Absence is { } absence && absence.From == Steps)
        {
            Leave(absence);
        }

        List<(ServiceInstance Instance, Actor Actor, Command? Command)> possible = [.. Possible()];
        if (possible.Count > 0)
        {
            var (instance, actor, command) = possible[random.Next(possible.Count)];
            if (command is null)
            {
                turns.Run(() => actor.Start(time.GetUtcNow()));
            }
            else
            {
                Note(actor.Name, await delivery.DoAsync(Steps, instance, actor, command));
            }

            Note(actor.Name, command?.Name ?? "start");
        }

        FinishIterations();
    }

    private void Leave(Absence absence)
    {
        tally.Add(Fault.Absence);
        foreach (var instance in instances.Where(one => one.Name.StartsWith(absence.Service, StringComparison.Ordinal)))
        {
            instance.Restart(absence.Until); // What it had sent never arrives.
        }
    }

    private IEnumerable<(ServiceInstance Instance, Actor Actor, Command? Command)> Possible()
    {
        foreach (var instance in instances.Where(instance => instance.DownUntil <= Steps))
        {
            foreach (var actor in instance.Actors.Where(actor => actor.PausedUntil <= Steps))
            {
                if (actor.IsIdle && actor.Due <= time.GetUtcNow())
                {
                    yield return (instance, actor, null);
                }

                foreach (var head in actor.Heads)
                {
                    yield return (instance, actor, head);
                }
            }
        }
    }

    private async Task RunIterationAsync(Actor actor)
    {
        if (actor.IsIdle)
        {
            turns.Run(() => actor.Start(time.GetUtcNow()));
        }

        while (actor.Heads.FirstOrDefault() is { } command)
        {
            actor.Take(command);
            await command.ExecuteAsync();
            turns.Run(command.Answer);
        }

        FinishIterations();
    }

    private void FinishIterations()
    {
        foreach (var actor in instances.SelectMany(instance => instance.Actors))
        {
            if (actor.TryFinish(time.GetUtcNow(), out var fault) && fault is not null && !IsExpected(fault))
            {
                LoopFaults.Add($"{actor.Name}: {fault.GetType().Name} {fault.Message}");
            }
        }
    }

    private static bool IsExpected(Exception fault) =>
        fault is TimeoutException or DeadLettersFullException || RedisFaults.IsUnavailable(fault);

    private async Task AdvanceAsync(TimeSpan interval)
    {
        turns.Run(() => time.Advance(interval)); // Timers fire as turns.
        _toAge += interval;
        if ((int)_toAge.TotalSeconds is > 0 and var seconds)
        {
            await servers.AgePendingAsync(seconds);
            _toAge -= TimeSpan.FromSeconds(seconds);
        }
    }

    private void Note(string actor, object? what)
    {
        foreach (var letter in $"{actor} {what};")
        {
            Trace = (Trace ^ letter) * 16777619;
        }
    }
}
