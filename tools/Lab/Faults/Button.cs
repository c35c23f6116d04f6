using Chaos;
using Chaos.Faults;

namespace Lab.Faults;

/// <summary>What one button of the page breaks: a fault, and all that it strikes at once.</summary>
/// <param name="Id">How requests name it.</param>
/// <param name="Group">Whose matter it is.</param>
/// <param name="Title">What it says.</param>
/// <param name="Done">What is so once it was pressed, as a sentence.</param>
/// <param name="Length">How long that lasts; <see langword="null"/> until somebody mends it.</param>
/// <param name="Heal">What the button says that mends it.</param>
internal sealed record Button(
    string Id,
    string Group,
    string Title,
    string Done,
    TimeSpan? Length,
    string Heal,
    Fault Fault,
    IReadOnlyList<ITarget> Targets);
