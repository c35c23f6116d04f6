using System.Globalization;
using System.Text.RegularExpressions;
using Redis.OM.Searching;
using Redis.OM.Searching.Query;

namespace Inventory.Search.RedisOm;

/// <summary>What somebody looks for; what is <see langword="null"/> does not matter.</summary>
/// <param name="Words">Words that the name has, in any order.</param>
/// <param name="Sort">A field of the index, behind a hyphen where the greatest comes first.</param>
public sealed partial record ProductQuestion(
    string? Words, decimal? MinPrice, decimal? MaxPrice, bool? InStock, string Sort)
{
    /// <summary>What the query engine is asked.</summary>
    public RedisQuery ToQuery(int limit, int offset) => new(ProductDocument.Index)
    {
        QueryText = string.Join(' ', Conditions().DefaultIfEmpty("*")),
        SortBy = new RedisSortBy
        {
            Field = Sort.TrimStart('-'),
            Direction = Sort.StartsWith('-') ? SortDirection.Descending : SortDirection.Ascending,
        },
        Limit = new SearchLimit { Offset = offset, Number = limit },
    };

    private IEnumerable<string> Conditions()
    {
        if (Words is not null)
        {
            // Redis.OM would hand them on as they are, and every sign means something there.
            yield return $"@name:({string.Join(' ', Word().Matches(Words))})";
        }

        if (MinPrice is not null || MaxPrice is not null)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"@price:[{MinPrice ?? 0} {MaxPrice ?? 1_000_000}]");
        }

        if (InStock is { } isInStock)
        {
            yield return isInStock ? "@quantity:[1 +inf]" : "@quantity:[0 0]";
        }
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
