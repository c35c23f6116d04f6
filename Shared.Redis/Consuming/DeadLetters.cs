using System.Text.Json;
using Shared.Redis.Connections;
using Shared.Redis.Loops;
using Shared.Redis.Paging;
using Shared.Redis.Streams;
using Shared.Redis.Telemetry;
using StackExchange.Redis;

namespace Shared.Redis.Consuming;

/// <summary>
/// Entries that could not be handled, kept to be looked at. They live in the consumer's own store,
/// because everything in the broker may vanish.
/// </summary>
/// <param name="stream">
/// The stream that the entries come from. It is part of the key, so that services may share a server.
/// </param>
public sealed class DeadLetters(
    IRedisServers redis,
    string stream,
    int most,
    Func<IReadOnlyDictionary<string, string>, CancellationToken, Task> handleAsync)
    : IMeasured
{
    private static readonly Script _add = Script.Load<DeadLetters>("add_dead_letter");

    private readonly KeyValuePair<string, object?> _tag = RedisInstruments.Tag(stream);
    private volatile bool _isFull;

    /// <summary>The stream that holds them.</summary>
    public RedisKey Key { get; } = KeyFor(stream);

    /// <summary>Whether one found no room, so that nothing more is read from the stream.</summary>
    public bool IsFull => _isFull;

    /// <summary>The stream that holds the dead letters of another.</summary>
    /// <param name="stream">The stream that the entries come from.</param>
    public static RedisKey KeyFor(string stream) => $"dead-letters:{stream}";

    /// <summary>Puts an entry aside. To make room, only letters are dropped that carry no message.</summary>
    /// <exception cref="DeadLettersFullException">There is no room.</exception>
    public async Task AddAsync(Delivery delivery, string reason)
    {
        var added = (bool)await _add.RunAsync(
            redis.Store,
            [Key],
            most,
            DeadLetterException.Malformed,
            delivery.Id,
            reason,
            delivery.Count,
            delivery.Size,
            JsonSerializer.Serialize(delivery.Fields.ByName()));
        _isFull = !added;
        if (!added)
        {
            throw new DeadLettersFullException(stream);
        }

        RedisInstruments.DeadLettersAdded.Add(1, _tag);
    }

    /// <inheritdoc/>
    public async Task MeasureAsync()
    {
        var count = await redis.Store.StreamLengthAsync(Key);
        _isFull = _isFull && count >= most;
        RedisInstruments.DeadLetters.Record(count, _tag);
        RedisInstruments.DeadLettersRoom.Record(most - count, _tag);
        RedisInstruments.DeadLettersAdded.Add(0, _tag); // A rate needs to have seen the counter before it first grows.
    }

    /// <summary>Lists dead letters, newest first.</summary>
    /// <param name="after">The last one seen, or <see langword="null"/> to begin with the newest.</param>
    public async Task<Page<DeadLetter>> ListAsync(Cursor? after, int limit)
    {
        var newest = StreamId.TryParse(after?.Id, out var last) ? $"({last}" : "+";
        var letters = await redis.Store.StreamRangeAsync(
            Key, maxId: newest, count: limit + 1, messageOrder: Order.Descending);
        var page = letters.Take(limit).Select(ToLetter).ToList();
        return new Page<DeadLetter>(
            page, letters.Length > limit ? new Cursor(page[^1].Time.ToUnixTimeMilliseconds(), page[^1].Id) : null);
    }

    /// <summary>
    /// Handles an entry again, here and now, and deletes the dead letter once the effect is durable. If the entry was
    /// handled before, that changes nothing.
    /// </summary>
    /// <param name="cancellationToken">Set when the caller goes away; the letter is then kept.</param>
    public async Task<Redrive> RedriveAsync(StreamId id, CancellationToken cancellationToken)
    {
        if (await redis.Store.StreamRangeAsync(Key, id.ToString(), id.ToString()) is not [var found])
        {
            return new Redrive(RedriveOutcome.NotFound);
        }

        try
        {
            await handleAsync(ToLetter(found).Fields, cancellationToken);
        }
        catch (Exception fault) when (!RedisFaults.IsUnavailable(fault) && !cancellationToken.IsCancellationRequested)
        {
            return new Redrive(RedriveOutcome.FailedAgain, fault.Message);
        }

        await DiscardAsync(id);
        return new Redrive(RedriveOutcome.Done);
    }

    /// <summary>Deletes a dead letter.</summary>
    public async Task<bool> DiscardAsync(StreamId id) => await redis.Store.StreamDeleteAsync(Key, [id.ToString()]) > 0;

    private static DeadLetter ToLetter(StreamEntry letter) => new(
        letter.Id.ToString(),
        letter["entry"].ToString(),
        letter["reason"].ToString(),
        (int)letter["deliveries"],
        StreamId.TryParse(letter.Id.ToString(), out var id) ? id.Time : default,
        (long)letter["size"],
        JsonSerializer.Deserialize<Dictionary<string, string>>(letter["fields"].ToString())!);
}
