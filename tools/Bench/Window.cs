namespace Bench;

/// <summary>A part of a load, by the time since its start.</summary>
internal readonly record struct Window(TimeSpan From, TimeSpan To)
{
    private static readonly Window _cold = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(12));

    /// <summary>When a fresh process is cold: its seconds 2 to 12, or all of a warm-up that is shorter.</summary>
    public static Window Cold(TimeSpan warmUp) => warmUp < _cold.To ? new(default, warmUp) : _cold;
}
