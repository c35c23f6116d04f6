namespace Bench;

/// <summary>An answer to a posted order.</summary>
/// <param name="Sent">When the order was posted, from the start of the load.</param>
/// <param name="Took">How long the answer took.</param>
/// <param name="IsAccepted">Whether it was 201.</param>
internal readonly record struct Answer(TimeSpan Sent, TimeSpan Took, bool IsAccepted);

/// <summary>What became of the orders that were posted.</summary>
internal sealed record Answers(IReadOnlyList<Answer> All, TimeSpan Elapsed)
{
    public int Accepted { get; } = All.Count(answer => answer.IsAccepted);

    public int Refused => All.Count - Accepted;

    public double PerSecond => Accepted / Elapsed.TotalSeconds;

    public static Answers operator +(Answers one, Answers other) =>
        new([.. one.All, .. other.All], one.Elapsed + other.Elapsed);

    /// <summary>How long those took that were posted from then on.</summary>
    public Latencies Since(TimeSpan start) =>
        new(All.Where(answer => answer.Sent >= start).Select(answer => answer.Took));
}
