using System.Diagnostics.CodeAnalysis;
using Microsoft.Net.Http.Headers;

namespace Shared.ServiceDefaults.Http;

/// <summary>
/// The entity tags of an <c>If-Match</c> or <c>If-None-Match</c> header (RFC 9110, section 13.1); <c>*</c> is any.
/// </summary>
public sealed record EntityTags(IList<EntityTagHeaderValue> Values) : IParsable<EntityTags>
{
    public static EntityTags Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var tags) ? tags : throw new FormatException("Not a list of entity tags.");

    public static bool TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out EntityTags result)
    {
        result = s is not null && EntityTagHeaderValue.TryParseStrictList([s], out var tags)
            && (tags.Count == 1 || !tags.Contains(EntityTagHeaderValue.Any))
                ? new EntityTags(tags)
                : null;
        return result is not null;
    }

    /// <summary>Whether a header names a tag, in weak comparison: its client only wants to know of changes.</summary>
    /// <param name="ifNoneMatch">The header; one that cannot be read is as good as none.</param>
    /// <param name="tag">The tag as it is written, quotes included.</param>
    public static bool Include(string? ifNoneMatch, string tag)
    {
        var asked = new EntityTagHeaderValue(tag);
        return TryParse(ifNoneMatch, provider: null, out var tags) && tags.Values.Any(value =>
            value.Equals(EntityTagHeaderValue.Any) || value.Compare(asked, useStrongComparison: false));
    }
}
