using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Shared.ServiceDefaults.Http;

/// <summary>
/// The entity tags of an <c>If-Match</c> or <c>If-None-Match</c> header (RFC 9110, section 13.1); <c>*</c> is any.
/// </summary>
[ModelBinder(typeof(EntityTagsBinder))]
public sealed record EntityTags(IList<EntityTagHeaderValue> Values)
{
    /// <summary>Those that can match in strong comparison, as they are written, with commas between them.</summary>
    public string Strong => string.Join(',', Values.Where(tag => !tag.IsWeak));

    public static bool TryParse([NotNullWhen(true)] string? text, [MaybeNullWhen(false)] out EntityTags result)
    {
        result = text is not null && EntityTagHeaderValue.TryParseStrictList([text], out var tags)
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
        return TryParse(ifNoneMatch, out var tags) && tags.Values.Any(value =>
            value.Equals(EntityTagHeaderValue.Any) || value.Compare(asked, useStrongComparison: false));
    }
}
