using Audit;
using Shared.Contracts;

namespace Simulation;

/// <summary>How things come right after the faults, one difficulty at a time, so that each is seen.</summary>
internal sealed class Recovery(
    Servers servers, Scheduler scheduler, Scenario scenario, Chaos chaos, Garbage garbage, Verdict verdict)
{
    private const int ManyRounds = 200;
    private const int SomeRounds = 60;

    // Longer ago than an order may have been paid that is still to be decided, and not so long that it is forgotten.
    private static readonly TimeSpan _weeks = TimeSpan.FromDays(55);

    /// <summary>Lets everything come to rest.</summary>
    /// <returns>What was found on the way, and at the end.</returns>
    public async Task<IReadOnlyList<Finding>> CompleteAsync()
    {
        await chaos.RecoverAsync(long.MaxValue);

        // All that is left of a service that was removed.
        await servers.Broker.StreamCreateConsumerGroupAsync(OrderCompleted.Stream, "forgotten-group", "0-0");

        List<Finding> findings = [await WaitForPeerAsync(), await SettleAsync()];
        await scheduler.RunAsync(ManyRounds, verdict.IsAtRestAsync);
        if (scenario.HasEcho)
        {
            await EchoAsync();
        }

        return [.. findings, .. await verdict.ReachAsync(scheduler.LoopFaults)];
    }

    // Whatever got lost is made good at first. Then all that the peer has to do waits in its stream.
    private async Task<Finding> WaitForPeerAsync()
    {
        const string Invariant = "nothing is published again while it waits for its consumer";
        if (scenario.Absence is not { Until: Absence.ToTheEnd } || scenario.LosesMail)
        {
            return new(Invariant, 0, []);
        }

        await scheduler.RunAsync(SomeRounds);
        var before = await servers.Broker.StreamLengthAsync(OrderCompleted.Stream);
        await scheduler.RunAsync(SomeRounds);
        var more = await servers.Broker.StreamLengthAsync(OrderCompleted.Stream) - before;
        scheduler.FetchAbsent();
        return new(Invariant, before, more <= 0 ? [] : [$"{more} entries"]);
    }

    // Clocks are still wrong, orders of a newer version are due among the others, and Payment's store may be full.
    private async Task<Finding> SettleAsync()
    {
        if (scenario.EndsFull)
        {
            await chaos.RunOutOfMemoryAsync(servers.PaymentStore, until: long.MaxValue);
        }

        await scheduler.RunAsync(ManyRounds, async () => (await verdict.UnsettledAsync()).Violations.Count == 0);
        var unsettled = await verdict.UnsettledAsync();
        await chaos.RecoverAsync(long.MaxValue);
        await garbage.TakeNewerAsync();
        return unsettled;
    }

    // Weeks later every event comes once more, and changes nothing.
    private async Task EchoAsync()
    {
        await scheduler.PassAsync(_weeks);
        await garbage.RepeatAllAsync();
        await scheduler.RunAsync(ManyRounds, verdict.IsAtRestAsync);
    }
}
