using Microsoft.Extensions.Time.Testing;
using Shared.Redis;
using StackExchange.Redis;

namespace Simulation;

/// <summary>Decides, from nothing but its random numbers, who goes on, which command happens next and what goes wrong.</summary>
internal sealed class Scheduler(
    Servers servers, IReadOnlyList<ServiceInstance> instances, FakeTimeProvider clock, Chaos chaos, Gateway gateway, Random random, Tally tally)
{
    private const int MostHealingRounds = 200;

    // Calm seeds let long chains of events happen, wild ones put many faults into one iteration.
    private readonly double _wildness = random.GetItems([0.3, 1, 1, 3], 1)[0];
    private readonly Turns _turns = new();
    private readonly List<(long Due, Command Command)> _late = [];
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
        await ExecuteLateAsync(long.MaxValue);
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
        await ExecuteLateAsync(Steps);
        if (Happens(0.006))
        {
            await chaos.StrikeAsync(Steps);
        }

        List<(ServiceInstance Instance, Actor Actor, Command? Command)> possible = [.. Possible()];
        if (possible.Count > 0)
        {
            var (instance, actor, command) = possible[random.Next(possible.Count)];
            if (command is null)
            {
                _turns.Run(() => actor.Start(clock.GetUtcNow()));
            }
            else
            {
                await DoAsync(instance, actor, command);
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

    private async Task DoAsync(ServiceInstance instance, Actor actor, Command command)
    {
        var fault = NextFault(command);
        if (fault is { } happened)
        {
            tally.Add(happened);
            Note(actor.Name, happened.ToString());
        }

        if (fault == Fault.Pause)
        {
            actor.PausedUntil = Steps + random.Next(20, 600);
            return;
        }

        actor.Take(command);
        switch (fault)
        {
            case null:
                await command.ExecuteAsync();
                _turns.Run(command.Answer);
                return;
            case Fault.LostReply:
                await command.ExecuteAsync();
                break;
            case Fault.LateRequest:
                DoLater(command);
                break;
            case Fault.StoreRollback:
                await Chaos.RollBackStoreAsync(instance.Store, command);
                break;
            case Fault.Kill:
                await KillAsync(instance, command);
                return;
        }

        _turns.Run(() => command.Fail(command.Wire.StartsWith("gateway", StringComparison.Ordinal)
            ? new TimeoutException("simulated")
            : new RedisTimeoutException(CommandFlags.None, "simulated", CommandStatus.Unknown)));
    }

    private Fault? NextFault(Command command)
    {
        if (command.Wire.StartsWith("gateway", StringComparison.Ordinal) && gateway.IsAway)
        {
            return random.Next(2) == 0 ? Fault.LostRequest : Fault.LostReply;
        }

        return (random.NextDouble() / _wildness) switch
        {
            < 0.010 => Fault.LostRequest,
            < 0.020 => Fault.LostReply,
            < 0.025 => Fault.LateRequest,
            < 0.027 => Fault.Kill,
            < 0.032 => Fault.Pause,
            < 0.034 when command.Wire == "store" => Fault.StoreRollback,
            _ => null,
        };
    }

    private async Task KillAsync(ServiceInstance instance, Command last)
    {
        if (random.Next(2) == 0)
        {
            await last.ExecuteAsync();
        }

        foreach (var sent in instance.Restart(Steps + random.Next(300)).Where(_ => random.Next(3) == 0))
        {
            DoLater(sent);
        }
    }

    private void DoLater(Command command) => _late.Add((Steps + random.Next(10, 1500), command));

    private async Task ExecuteLateAsync(long now)
    {
        foreach (var late in _late.Where(late => late.Due <= now).ToList())
        {
            _late.Remove(late);
            await late.Command.ExecuteAsync();
        }
    }

    private async Task RunIterationAsync(Actor actor)
    {
        if (actor.IsIdle)
        {
            _turns.Run(() => actor.Start(clock.GetUtcNow()));
        }

        while (actor.Heads.FirstOrDefault() is { } command)
        {
            actor.Take(command);
            await command.ExecuteAsync();
            _turns.Run(command.Answer);
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
        _turns.Run(() => clock.Advance(time)); // Timers fire as turns.
        _toAge += time;
        if (_toAge >= TimeSpan.FromSeconds(1))
        {
            await servers.AgePendingAsync(_toAge);
            _toAge = TimeSpan.Zero;
        }
    }

    private bool Happens(double probability) => random.NextDouble() / _wildness < probability;

    private void Note(string actor, string what)
    {
        foreach (var letter in $"{actor} {what};")
        {
            Trace = (Trace ^ letter) * 16777619;
        }
    }
}
