using System.Diagnostics.CodeAnalysis;
using Microsoft.Net.Http.Headers;

namespace Shared.ServiceDefaults.Http;

/// <summary>The entity tags of an <c>If-Match</c> or <c>If-None-Match</c> header (RFC 9110, section 13.1); <c>*</c> is any.</summary>
/// <param name="Values">The tags as they are written, quotes included.</param>
public sealed record EntityTags(IReadOnlyList<string> Values) : IParsable<EntityTags>
{
    /// <inheritdoc/>
    public static EntityTags Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var tags) ? tags : throw new FormatException("Not a list of entity tags.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out EntityTags result)
    {
        result = s is not null && EntityTagHeaderValue.TryParseStrictList([s], out var tags)
            && (tags.Count == 1 || !tags.Contains(EntityTagHeaderValue.Any))
                ? new EntityTags([.. tags.Select(tag => tag.ToString())])
                : null;
        return result is not null;
    }

    /// <summary>Whether a header names a tag in weak comparison, which is enough for a client that only wants to know of changes.</summary>
    /// <param name="ifNoneMatch">The header <c>If-None-Match</c>; one that cannot be read is as good as none.</param>
    /// <param name="tag">A strong tag.</param>
    public static bool Include(string? ifNoneMatch, string tag) =>
        TryParse(ifNoneMatch, provider: null, out var tags) && tags.Values.Any(value => value == "*" || value == tag || value == $"W/{tag}");
}
