using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Shared.Redis.Paging;

/// <summary>
/// A place in a list, newest first. It names the last item seen, not a count of items, so that a page
/// neither repeats nor misses anything when items are added or removed meanwhile.
/// </summary>
/// <param name="CreatedAt">When the last item seen was created, in milliseconds since 1970.</param>
public sealed record Cursor(long CreatedAt, string Id) : IParsable<Cursor>
{
    /// <inheritdoc/>
    public static Cursor Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var cursor) ? cursor : throw new FormatException("Not a cursor.");

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Cursor result)
    {
        result = null;
        if (s is null || !Base64Url.IsValid(s))
        {
            return false;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(s)).Split(':', 2);
        if (parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var createdAt))
        {
            result = new Cursor(createdAt, parts[1]);
        }

        return result is not null;
    }

    /// <summary>The opaque text that clients pass back.</summary>
    public override string ToString() =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{CreatedAt}:{Id}")));
}
