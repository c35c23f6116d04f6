using System.Globalization;

namespace Shared.Contracts;

/// <summary>
/// The one text form of an amount of money: invariant, without an exponent and without trailing zeros,
/// so that equal amounts are equal strings and a Lua script can compare them without arithmetic.
/// </summary>
public static class Money
{
    private const NumberStyles Accepted =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Formats an amount, in currency units, for example <c>10.0</c> as <c>10</c>.</summary>
    public static string Format(decimal amount) =>
        amount.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>Reads an amount as this system or a Python producer writes it: <c>10.0</c>, <c>1e+16</c>.</summary>
    /// <returns>The amount, or <see langword="null"/> when the text is no finite amount of at least zero.</returns>
    public static decimal? Parse(string text) =>
        decimal.TryParse(text, Accepted, CultureInfo.InvariantCulture, out var amount)
        && amount >= 0
        && !text.EndsWith('\0') // which the framework ignores
            ? amount
            : null;
}
