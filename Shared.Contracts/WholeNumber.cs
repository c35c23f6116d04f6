using System.Globalization;

namespace Shared.Contracts;

/// <summary>
/// Whole numbers, however they are written: to JSON Schema, and to producers that count in floats, <c>5.0</c> and
/// <c>500e-2</c> are 5.
/// </summary>
public static class WholeNumber
{
    private const NumberStyles Accepted =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a number.</summary>
    /// <returns>It, or <see langword="null"/> when the text is none, or one that is not whole or too large.</returns>
    public static int? Parse(string? text) =>
        int.TryParse(text, Accepted, CultureInfo.InvariantCulture, out var number)
        && !text.EndsWith('\0') // which the framework ignores
            ? number
            : null;
}
