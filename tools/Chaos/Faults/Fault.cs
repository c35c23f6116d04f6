namespace Chaos.Faults;

/// <summary>A way to disturb the system, which mends what it broke before it ends.</summary>
/// <param name="Kind">What it is called.</param>
/// <param name="Targets">What it may strike; no two faults strike one target at a time.</param>
/// <param name="StrikeAsync">Strikes a target and says what was done.</param>
internal sealed record Fault(string Kind, IReadOnlyList<ITarget> Targets, Func<ITarget, Strike, Task> StrikeAsync)
{
    public static Fault On<T>(string kind, IEnumerable<T> targets, Func<T, Strike, Task> strike) where T : ITarget =>
        new(kind, [.. targets.OfType<ITarget>()], (target, context) => strike((T)target, context));
}

/// <summary>One occurrence of a fault.</summary>
/// <param name="Random">Seeded, and its own, so that what happens beside it does not change it.</param>
/// <param name="Log">Says more in the timeline than the target's name does.</param>
/// <param name="Stop">Set when the run is broken off.</param>
internal sealed record Strike(Random Random, Action<string> Log, CancellationToken Stop)
{
    /// <summary>How long it lasts, where somebody says so; else that is left to chance.</summary>
    public TimeSpan? Length { get; init; }

    /// <summary>Ends it before its time.</summary>
    public CancellationToken Healed { get; init; }

    public async Task LastAsync(double leastSeconds, double mostSeconds)
    {
        var chance = TimeSpan.FromSeconds(leastSeconds + (Random.NextDouble() * (mostSeconds - leastSeconds)));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop, Healed);
        await Task.Delay(Length ?? chance, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Stop.ThrowIfCancellationRequested();
    }
}
