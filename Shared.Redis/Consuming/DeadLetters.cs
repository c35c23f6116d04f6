using System.Text.Json;
using Shared.Redis.Connections;
using Shared.Redis.Flow;
using Shared.Redis.Paging;
using Shared.Redis.Streams;
using Shared.Redis.Telemetry;
using StackExchange.Redis;

namespace Shared.Redis.Consuming;

/// <summary>
/// Entries that could not be handled, kept to be looked at. They live in the consumer's own store,
/// because everything in the broker may vanish.
/// </summary>
public class DeadLetters(
    IRedisServers redis,
    Subscription subscription,
    int most,
    Func<IReadOnlyDictionary<string, string>, CancellationToken, Task<string?>> handleAsync)
    : IStation
{
    private static readonly Script _add = Script.Load<DeadLetters>("add_dead_letter");

    private readonly KeyValuePair<string, object?> _tag = RedisInstruments.Tag(subscription.Stream);
    private readonly RedisKey _key = subscription.DeadLetters;
    private readonly Receipts _receipts = new(subscription.Stream, subscription.Group);
    private volatile bool _isFull;

    /// <summary>Whether one found no room, so that nothing more is read from the stream.</summary>
    public bool IsFull => _isFull;

    /// <summary>Puts an entry aside. To make room, only letters are dropped that carry no message.</summary>
    /// <exception cref="DeadLettersFullException">There is no room.</exception>
    public async Task AddAsync(Delivery delivery, string reason)
    {
        var added = (bool)await _add.RunAsync(
            redis.Store,
            [_key],
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
            throw new DeadLettersFullException(subscription.Stream);
        }

        RedisInstruments.DeadLettersAdded.Add(1, _tag);
    }

    /// <inheritdoc/>
    public Station Unknown { get; } = new(subscription.Stream, StationKind.DeadLetters);

    /// <inheritdoc/>
    public async Task MeasureAsync()
    {
        var count = await redis.Store.StreamLengthAsync(_key);
        _isFull = _isFull && count >= most;
        RedisInstruments.DeadLetters.Record(count, _tag);
        RedisInstruments.DeadLettersRoom.Record(most - count, _tag);
        RedisInstruments.DeadLettersAdded.Add(0, _tag); // A rate needs to have seen the counter before it first grows.
    }

    /// <inheritdoc/>
    public async Task<Station> LookAsync()
    {
        var letters = await StreamDepth.MeasureAsync(redis.Store, _key);
        return Unknown with { Waiting = letters.Length, OldestSeconds = letters.OldestSeconds };
    }

    /// <summary>Lists dead letters, newest first.</summary>
    /// <param name="after">The last one seen, or <see langword="null"/> to begin with the newest.</param>
    public async Task<Page<DeadLetter>> ListAsync(Cursor? after, int limit)
    {
        var newest = StreamId.TryParse(after?.Id, out var last) ? $"({last}" : "+";
        var letters = await redis.Store.StreamRangeAsync(
            _key, maxId: newest, count: limit + 1, messageOrder: Order.Descending);
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
        if (await redis.Store.StreamRangeAsync(_key, id.ToString(), id.ToString()) is not [var found])
        {
            return new Redrive(RedriveOutcome.NotFound);
        }

        try
        {
            await HandleAsync(ToLetter(found).Fields, cancellationToken);
        }
        catch (Exception fault) when (!RedisFaults.IsUnavailable(fault) && !cancellationToken.IsCancellationRequested)
        {
            return new Redrive(RedriveOutcome.FailedAgain, fault.Message);
        }

        await DiscardAsync(id);
        return new Redrive(RedriveOutcome.Done);
    }

    /// <summary>Deletes a dead letter.</summary>
    public async Task<bool> DiscardAsync(StreamId id) => await redis.Store.StreamDeleteAsync(_key, [id.ToString()]) > 0;

    // Its receipt went back when it was put aside, but without a verdict, as there was none.
    private async Task HandleAsync(IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        if (await handleAsync(fields, cancellationToken) is { } verdict
            && fields.TryGetValue(Receipts.Field, out var token))
        {
            await _receipts.ReturnAsync(redis.Broker, [Receipts.Write(token, verdict)]);
        }
    }

    private static DeadLetter ToLetter(StreamEntry letter) => new(
        letter.Id.ToString(),
        letter["entry"].ToString(),
        letter["reason"].ToString(),
        (int)letter["deliveries"],
        StreamId.TryParse(letter.Id.ToString(), out var id) ? id.Time : default,
        (long)letter["size"],
        JsonSerializer.Deserialize<Dictionary<string, string>>(letter["fields"].ToString())!);
}
