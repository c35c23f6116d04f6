using System.Globalization;

namespace Shared.Redis.Logging;

/// <summary>Text that anybody may have written, made fit for a line of a log.</summary>
public static class LogText
{
    private const int Longest = 200;

    /// <summary>
    /// The text on one line: what would end the line, move the cursor or turn the direction of writing is a question
    /// mark, and what is beyond 200 characters is left out.
    /// </summary>
    public static string Printable(this string text) =>
        text.Length <= Longest && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? text
            : string.Concat(text.Take(Longest).Select(letter => IsTricky(letter) ? '?' : letter));

    private static bool IsTricky(char letter) => char.GetUnicodeCategory(letter)
        is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
