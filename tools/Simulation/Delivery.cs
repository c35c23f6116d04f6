using StackExchange.Redis;

namespace Simulation;

/// <summary>Brings commands to their server and answers back; chance decides which of them suffer what.</summary>
internal sealed class Delivery(Turns turns, Gateway gateway, Random random, double wildness, Tally tally)
{
    private readonly List<(long Due, Command Command)> _late = [];

    /// <summary>Does a command, or lets something happen to it.</summary>
    /// <returns>What happened, if anything.</returns>
    public async Task<Fault?> DoAsync(long step, ServiceInstance instance, Actor actor, Command command)
    {
        var fault = NextFault(command);
        if (fault is { } happened)
        {
            tally.Add(happened);
        }

        if (fault == Fault.Pause)
        {
            actor.PausedUntil = step + random.Next(20, 600);
            return fault;
        }

        actor.Take(command);
        if (fault == Fault.Kill)
        {
            await KillAsync(step, instance, command);
            return fault;
        }

        await (fault switch
        {
            null or Fault.LostReply => command.ExecuteAsync(),
            Fault.NoAnswer when random.Next(2) == 0 => command.ExecuteAsync(),
            Fault.StoreRollback => Chaos.RollBackStoreAsync(instance.Store, command),
            Fault.LateRequest => DoLaterAsync(step, command),
            _ => Task.CompletedTask, // The request got lost.
        });
        if (fault != Fault.NoAnswer)
        {
            turns.Run(fault is null ? command.Answer : () => command.Fail(Timeout(command)));
        }

        return fault;
    }

    /// <summary>Does what was sent long ago and arrives only now.</summary>
    public async Task ExecuteLateAsync(long step)
    {
        foreach (var late in _late.Where(late => late.Due <= step).ToList())
        {
            _late.Remove(late);
            await late.Command.ExecuteAsync();
        }
    }

    private Fault? NextFault(Command command)
    {
        var trouble = IsForGateway(command) ? gateway.Trouble : null;
        if (trouble == Fault.GatewayHangs)
        {
            return Fault.NoAnswer;
        }

        if (trouble == Fault.GatewayAway || (trouble == Fault.GatewayFlaps && random.Next(2) == 0))
        {
            return random.Next(2) == 0 ? Fault.LostRequest : Fault.LostReply;
        }

        return (random.NextDouble() / wildness) switch
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

    private async Task KillAsync(long step, ServiceInstance instance, Command last)
    {
        if (random.Next(2) == 0)
        {
            await last.ExecuteAsync();
        }

        foreach (var sent in instance.Restart(step + random.Next(300)).Where(_ => random.Next(3) == 0))
        {
            await DoLaterAsync(step, sent);
        }
    }

    private Task DoLaterAsync(long step, Command command)
    {
        _late.Add((step + random.Next(10, 1500), command));
        return Task.CompletedTask;
    }

    private static bool IsForGateway(Command command) => command.Wire.StartsWith("gateway", StringComparison.Ordinal);

    private static Exception Timeout(Command command) => IsForGateway(command)
        ? new TimeoutException("simulated")
        : new RedisTimeoutException(CommandFlags.None, "simulated", CommandStatus.Unknown);
}
