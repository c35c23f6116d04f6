namespace Bench;

/// <summary>How long each of many answers took. Percentiles are by nearest rank over all of them.</summary>
internal sealed class Latencies(IEnumerable<TimeSpan> answers)
{
    private readonly double[] _milliseconds = [.. answers.Select(answer => answer.TotalMilliseconds).Order()];

    /// <summary>The time, in milliseconds, that so many percent of the answers did not exceed.</summary>
    public double Percentile(double percent)
    {
        var rank = (int)Math.Ceiling(percent / 100 * _milliseconds.Length);
        return _milliseconds[Math.Max(rank, 1) - 1];
    }

    /// <summary>The percentiles as figures, beside those of a floor.</summary>
    public IEnumerable<Measurement> Measure(Latencies? floor, params double[] percents) => percents.Select(
        percent => new Measurement($"p{percent}, ms", Percentile(percent), floor?.Percentile(percent)));
}
