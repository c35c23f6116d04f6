using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Shared.Redis.Streams;

namespace Shared.Redis.Paging;

/// <summary>
/// A place in a list, newest first. It names the last item seen, not a count of items, so that a page
/// neither repeats nor misses anything when items are added or removed meanwhile.
/// </summary>
/// <param name="Entry">The stream entry of the last item seen.</param>
/// <param name="Part">Which of several streams that entry is in.</param>
public sealed record Cursor(StreamId Entry, int Part = 0) : IParsable<Cursor>
{
    /// <inheritdoc/>
    public static Cursor Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var cursor) ? cursor : throw new FormatException("Not a cursor.");

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Cursor result)
    {
        var end = s?.LastIndexOf('-') ?? -1;
        result = end > 0
            && StreamId.TryParse(s.AsSpan(0, end), out var entry)
            && entry != default // No entry has that id, and before it there is none to ask for.
            && int.TryParse(s.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var part)
                ? new Cursor(entry, part)
                : null;
        return result is not null;
    }

    /// <summary>The text that clients pass back, for example <c>1795000000000-0-7</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Entry}-{Part}");
}
