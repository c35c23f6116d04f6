using System.Text.Json;
using StackExchange.Redis;

namespace Shared.Redis.Consuming;

/// <summary>
/// Entries that could not be handled, kept to be looked at. They live in the consumer's own store,
/// because everything in the broker may vanish.
/// </summary>
/// <param name="redis">The servers.</param>
/// <param name="stream">The stream that the entries come from. It is part of the key, so that services may share a server.</param>
/// <param name="time">The clock.</param>
public sealed class DeadLetters(IRedisServers redis, string stream, TimeProvider time)
{
    /// <summary>
    /// Older entries are neither handled nor redriven. What a store remembers of an order lives longer than this, so an
    /// entry can never come back after the memory of its first delivery is gone.
    /// </summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(14);

    /// <summary>About how many are kept, so that a producer gone mad cannot fill the store; the oldest go first.</summary>
    public const int Bound = 100_000;

    /// <summary>The stream that holds them.</summary>
    public RedisKey Key { get; } = KeyFor(stream);

    /// <summary>The stream that holds the dead letters of another.</summary>
    /// <param name="stream">The stream that the entries come from.</param>
    public static RedisKey KeyFor(string stream) => $"dead-letters:{stream}";

    /// <summary>Puts an entry aside.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="reason">Why it was given up.</param>
    /// <param name="deliveries">How often it was tried.</param>
    public Task AddAsync(StreamEntry entry, string reason, int deliveries) =>
        redis.Store.StreamAddAsync(Key,
        [
            new("entry", entry.Id),
            new("reason", reason),
            new("deliveries", deliveries),
            new("fields", JsonSerializer.Serialize(entry.ToFields())),
        ],
        maxLength: Bound,
        useApproximateMaxLength: true);

    /// <summary>Lists dead letters, newest first.</summary>
    /// <param name="after">The last one seen, or <see langword="null"/> to begin with the newest.</param>
    /// <param name="limit">Most dead letters to return.</param>
    public async Task<Page<DeadLetter>> ListAsync(Cursor? after, int limit)
    {
        var newest = StreamId.TryParse(after?.Id, out var last) ? $"({last}" : "+";
        var letters = await redis.Store.StreamRangeAsync(Key, maxId: newest, count: limit + 1, messageOrder: Order.Descending);
        var page = letters.Take(limit).Select(Read).ToList();
        return new Page<DeadLetter>(
            page, letters.Length > limit ? new Cursor(page[^1].Time.ToUnixTimeMilliseconds(), page[^1].Id) : null);
    }

    /// <summary>
    /// Gives an entry back to its stream to be handled again, without its receipt, which was returned when it was put
    /// aside. If it was handled meanwhile, that changes nothing.
    /// </summary>
    /// <param name="id">Id of the dead letter.</param>
    public async Task<RedriveResult> RedriveAsync(StreamId id)
    {
        var found = await redis.Store.StreamRangeAsync(Key, id.ToString(), id.ToString());
        if (found.Length == 0)
        {
            return RedriveResult.NotFound;
        }

        var letter = Read(found[0]);
        if (IsExpired(letter.Entry, time))
        {
            return RedriveResult.TooOld;
        }

        await redis.Broker.StreamAddAsync(
            stream,
            [.. letter.Fields.Where(field => field.Key != Receipts.Field).Select(field => new NameValueEntry(field.Key, field.Value))]);
        await DiscardAsync(id);
        return RedriveResult.Done;
    }

    /// <summary>Deletes a dead letter.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DiscardAsync(StreamId id) => await redis.Store.StreamDeleteAsync(Key, [id.ToString()]) > 0;

    /// <summary>Whether an entry is beyond the horizon. Its id may be no time at all: a producer may choose it.</summary>
    internal static bool IsExpired(string? entryId, TimeProvider time) =>
        StreamId.TryParse(entryId, out var id) && id.Milliseconds < (time.GetUtcNow() - Horizon).ToUnixTimeMilliseconds();

    private static DeadLetter Read(StreamEntry letter) => new(
        letter.Id.ToString(),
        letter["entry"].ToString(),
        letter["reason"].ToString(),
        (int)letter["deliveries"],
        StreamId.TryParse(letter.Id.ToString(), out var id) ? id.Time : default,
        JsonSerializer.Deserialize<Dictionary<string, string>>(letter["fields"].ToString())!);
}

/// <summary>What became of the wish to handle a dead letter again.</summary>
public enum RedriveResult
{
    /// <summary>It is back in its stream.</summary>
    Done,

    /// <summary>There is no such dead letter.</summary>
    NotFound,

    /// <summary>Its entry is beyond the horizon: whether its order was handled before may be forgotten by now.</summary>
    TooOld,
}
