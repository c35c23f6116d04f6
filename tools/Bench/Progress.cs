namespace Bench;

/// <summary>How far a load has come.</summary>
/// <param name="At">Since its start.</param>
/// <param name="Settled">Orders settled so far.</param>
/// <param name="Cpu">Processor time used so far.</param>
internal readonly record struct Sample(TimeSpan At, long Settled, Cpu Cpu);

/// <summary>What happened between two samples.</summary>
internal sealed record Progress(Sample From, Sample To)
{
    public double PerSecond => Settled / (To.At - From.At).TotalSeconds;

    public Cost Cost => new(To.Cpu - From.Cpu, Settled);

    private long Settled => To.Settled - From.Settled;
}
