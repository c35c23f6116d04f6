namespace Bench;

/// <summary>One figure of a scenario.</summary>
/// <param name="Figure">What was measured, with its unit.</param>
/// <param name="Value">The figure.</param>
/// <param name="Floor">The same figure of the least that any solution has to do, measured in the same run.</param>
internal sealed record Measurement(string Figure, double Value, double? Floor = null)
{
    /// <summary>The figure whose value has to be zero.</summary>
    public const string Violations = "violations found by the audit";

    public bool IsViolated => Figure.EndsWith(Violations, StringComparison.Ordinal) && Value > 0;
}
