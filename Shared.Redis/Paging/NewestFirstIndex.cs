using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Streams;
using StackExchange.Redis;

namespace Shared.Redis.Paging;

/// <summary>
/// Lists ids, newest first by the store's clock, at a cost that depends on the page and not on the list. Each bucket has
/// a stream of them, to which scripts add in the same step as they change the state; a page merges the ends of all.
/// A stream takes a third of the memory of a sorted set.
/// </summary>
/// <param name="name">Name of the streams.</param>
public sealed class NewestFirstIndex(IRedisServers redis, string name)
{
    /// <summary>The field of an entry that holds the id.</summary>
    public const string Field = "id";

    /// <summary>Reads one page of ids.</summary>
    /// <param name="after">The last item seen, or <see langword="null"/> to begin with the newest.</param>
    /// <param name="owner">Whose ids; <see langword="null"/> for everybody's.</param>
    /// <exception cref="PartUnavailableException">
    /// Some buckets cannot be read: without them the page would leave things out and not say so.
    /// </exception>
    public async Task<Page<string>> ReadAsync(Cursor? after, int limit, string? owner = null)
    {
        var heads = await Attempt.EachAsync(Bucket.All, bucket => ReadAsync(bucket, after, limit + 1, owner));
        var merged = Attempt.Complete(heads)
            .SelectMany(head => head)
            .OrderByDescending(item => (item.Place.Entry.Milliseconds, item.Place.Entry.Sequence, item.Place.Part))
            .Take(limit + 1)
            .ToList();
        var page = merged.Take(limit).ToList();
        return new Page<string>([.. page.Select(item => item.Id)], merged.Count > limit ? page[^1].Place : null);
    }

    /// <summary>Reads ids of one bucket.</summary>
    /// <param name="after">The last item seen, of whatever bucket.</param>
    public async Task<IReadOnlyList<(string Id, Cursor Place)>> ReadAsync(
        Bucket bucket, Cursor? after, int count, string? owner = null)
    {
        var entries = await redis.Store.StreamRangeAsync(
            owner is null ? bucket.Key(name) : bucket.Key(name, owner),
            maxId: after is null ? "+" : bucket.Index < after.Part ? $"{after.Entry}" : $"({after.Entry}",
            count: count,
            messageOrder: Order.Descending);
        return [.. entries.Select(entry =>
            ($"{entry[Field]}", new Cursor(StreamId.Parse($"{entry.Id}"), bucket.Index)))];
    }
}
