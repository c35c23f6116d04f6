using Lab.Books;
using Lab.Faults;

namespace Lab;

/// <summary>What the page is told.</summary>
/// <param name="At">When the statement was read.</param>
/// <param name="Broke">The first thing that did not hold, ever; it stays.</param>
internal sealed record LabState(
    Statement? Statement,
    DateTimeOffset At,
    string? Broke,
    AuditState? Audit,
    int Rate,
    IReadOnlyList<Broken> Broken,
    IReadOnlyList<Note> Notes)
{
    public static readonly LabState None = new(null, DateTimeOffset.MinValue, null, null, 0, [], []);
}

/// <summary>What the last audit at rest found.</summary>
internal sealed record AuditState(DateTimeOffset At, int Rules, long Checked, int Violations);
