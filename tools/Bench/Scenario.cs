using Bench.Scenarios;

namespace Bench;

/// <summary>Something to measure.</summary>
internal abstract class Scenario
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new Post(), new Settle(), new DrainInventory(), new DrainPayment(),
        new RoundTrip(), new Start(), new Memory(), new Growth(),
    ];

    public abstract string Name { get; }

    /// <summary>What is measured, and what the floor beside it is.</summary>
    public abstract string About { get; }

    public abstract Task<IReadOnlyList<Measurement>> RunAsync(BenchOptions options);
}
