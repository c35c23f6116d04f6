using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using StackExchange.Redis;

namespace Shared.Redis.Paging;

/// <summary>
/// Lists ids, newest first, at a cost that depends on the page and not on the list. Each bucket has a sorted set of
/// creation times, which scripts change in the same step as the state; a page merges the heads of all of them.
/// </summary>
/// <param name="name">Name of the sorted sets.</param>
public sealed class NewestFirstIndex(IRedisServers redis, string name)
{
    /// <summary>Reads one page of ids.</summary>
    /// <param name="after">The last item seen, or <see langword="null"/> to begin with the newest.</param>
    /// <param name="owner">Whose ids; <see langword="null"/> for everybody's.</param>
    /// <exception cref="PartUnavailableException">
    /// Some buckets cannot be read: without them the page would leave things out and not say so.
    /// </exception>
    public async Task<Page<string>> ReadAsync(Cursor? after, int limit, string? owner = null)
    {
        var heads = await Attempt.EachAsync(Bucket.All, bucket =>
            ReadBucketAsync(owner is null ? bucket.Key(name) : bucket.Key(name, owner), after, limit + 1));
        var merged = Attempt.Complete(heads)
            .SelectMany(head => head)
            .OrderByDescending(item => item.CreatedAt)
            .ThenByDescending(item => item.Id, StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        var page = merged.Take(limit).ToList();
        return new Page<string>([.. page.Select(item => item.Id)], merged.Count > limit ? page[^1] : null);
    }

    private async Task<List<Cursor>> ReadBucketAsync(RedisKey key, Cursor? after, int count)
    {
        var found = new List<Cursor>(count);
        for (var skip = 0L; ; skip += count)
        {
            var chunk = await redis.Store.SortedSetRangeByScoreWithScoresAsync(
                key,
                stop: after?.CreatedAt ?? double.PositiveInfinity,
                order: Order.Descending,
                skip: skip,
                take: count);
            found.AddRange(chunk.Select(item => new Cursor((long)item.Score, item.Element.ToString())).Where(IsBehind));

            // Items of the cursor's own millisecond that were seen already may fill a whole chunk.
            if (found.Count >= count || chunk.Length < count)
            {
                return found;
            }
        }

        bool IsBehind(Cursor item) =>
            after is null || item.CreatedAt < after.CreatedAt || string.CompareOrdinal(item.Id, after.Id) < 0;
    }
}
