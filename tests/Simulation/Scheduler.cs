using Microsoft.Extensions.Time.Testing;
using Shared.Redis;

namespace Simulation;

/// <summary>Decides, from nothing but its random numbers, who goes on and which command happens next.</summary>
internal sealed class Scheduler(
    Servers servers,
    IReadOnlyList<ServiceInstance> instances,
    FakeTimeProvider clock,
    Turns turns,
    Delivery delivery,
    Chaos chaos,
    Random random,
    double wildness)
{
    private const int MostHealingRounds = 200;

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

    /// <summary>Everything works again: the loops run one after the other until nothing is under way.</summary>
    /// <returns>Whether they came to rest.</returns>
    public async Task HealAsync(Func<Task<bool>> isAtRest)
    {
        await chaos.RecoverAsync(long.MaxValue);
        await delivery.ExecuteLateAsync(long.MaxValue);
        for (var round = 0; round < MostHealingRounds; round++)
        {
            foreach (var actor in instances.SelectMany(instance => instance.Actors))
            {
                do
                {
                    await RunIterationAsync(actor);
                }
                while (actor.Due <= clock.GetUtcNow() && actor.Rests);
            }

            await AdvanceAsync(TimeSpan.FromSeconds(2));
            FinishIterations();
            if (round % 4 == 3 && await isAtRest())
            {
                return;
            }
        }

        LoopFaults.AddRange(instances.SelectMany(instance => instance.Actors).Where(actor => !actor.IsIdle).Select(actor => $"{actor.Name} hangs"));
    }

    private async Task StepAsync()
    {
        Steps++;
        await AdvanceAsync(random.Next(250) == 0
            ? TimeSpan.FromMilliseconds(random.Next(1000, 40_000))
            : TimeSpan.FromMilliseconds(random.Next(20)));
        await chaos.RecoverAsync(Steps);
        await delivery.ExecuteLateAsync(Steps);
        if (random.NextDouble() / wildness < 0.006)
        {
            await chaos.StrikeAsync(Steps);
        }

        List<(ServiceInstance Instance, Actor Actor, Command? Command)> possible = [.. Possible()];
        if (possible.Count > 0)
        {
            var (instance, actor, command) = possible[random.Next(possible.Count)];
            if (command is null)
            {
                turns.Run(() => actor.Start(clock.GetUtcNow()));
            }
            else
            {
                Note(actor.Name, await delivery.DoAsync(Steps, instance, actor, command));
            }

            Note(actor.Name, command?.Name ?? "start");
        }

        FinishIterations();
    }

    private IEnumerable<(ServiceInstance Instance, Actor Actor, Command? Command)> Possible()
    {
        foreach (var instance in instances.Where(instance => instance.DownUntil <= Steps))
        {
            foreach (var actor in instance.Actors.Where(actor => actor.PausedUntil <= Steps))
            {
                if (actor.IsIdle && actor.Due <= clock.GetUtcNow())
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
            turns.Run(() => actor.Start(clock.GetUtcNow()));
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
            if (actor.TryFinish(clock.GetUtcNow(), out var fault) && fault is not (null or TimeoutException) && !RedisFaults.IsUnavailable(fault))
            {
                LoopFaults.Add($"{actor.Name}: {fault.GetType().Name} {fault.Message}");
            }
        }
    }

    private async Task AdvanceAsync(TimeSpan time)
    {
        turns.Run(() => clock.Advance(time)); // Timers fire as turns.
        _toAge += time;
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
