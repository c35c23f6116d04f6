using Microsoft.Extensions.Logging;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Streams;
using StackExchange.Redis;

namespace Shared.Redis.Publishing;

/// <summary>
/// The messages of a store that still have to reach the broker: a stream per bucket, to which scripts append in the
/// same step as they change the state. A consumer group over these streams hands each row to one instance of the
/// service. A row that was handed out stays in its stream until its receipt comes.
/// </summary>
/// <typeparam name="TMessage">
/// The message. Its stream is part of the keys, so that services may share a server.
/// </typeparam>
public sealed class Outbox<TMessage>(IRedisServers redis, TimeProvider time, ILogger<Outbox<TMessage>> logger)
    : IDisposable where TMessage : class, IStreamMessage<TMessage>
{
    private const string Group = "relay";
    private const int BatchSize = 256;
    private const int MostFields = 12; // of any message now; of one with more the list grows

    private static readonly Script _mark = Script.Load<Outbox<TMessage>>("mark_outbox");
    private static readonly Script _endRound = Script.Load<Outbox<TMessage>>("end_round");
    private static readonly Script _release = Script.Load<Outbox<TMessage>>("release_rows");

    /// <summary>Rung for each row appended by this process.</summary>
    public Doorbell Bell { get; } = new(time);

    /// <summary>Works on its buckets.</summary>
    internal BucketWork Buckets { get; } = new(redis, time, logger);

    /// <summary>STREAM: the rows of a bucket, each with the fields of its message.</summary>
    public static RedisKey Key(Bucket bucket) => bucket.Key("outbox", TMessage.Stream);

    /// <summary>HASH, by group: how often the rows of a bucket that it had not returned were published again.</summary>
    public static RedisKey RoundsKey(Bucket bucket) => bucket.Key("outbox-rounds", TMessage.Stream);

    /// <summary>HASH, by row: the groups that have returned it, while others have not.</summary>
    public static RedisKey ReturnsKey(Bucket bucket) => bucket.Key("outbox-returns", TMessage.Stream);

    /// <summary>The fields of a message, as arguments of the script that appends it.</summary>
    public static RedisValue[] Fields(TMessage message)
    {
        List<RedisValue> fields = new(MostFields * 2);
        foreach (var (name, value) in message.Write())
        {
            fields.Add(name);
            fields.Add(value);
        }

        return [.. fields];
    }

    /// <summary>Takes rows that no instance has taken yet.</summary>
    public Task<IReadOnlyList<OutboxRow>> TakeNewAsync(IReadOnlyList<Bucket> buckets) =>
        Bell.TakeAsync(Buckets, buckets, BatchSize, TakeNewAsync);

    /// <summary>Deletes rows whose effect is known to be durable wherever it has to be.</summary>
    /// <param name="group">The group that has returned them.</param>
    /// <param name="awaited">The groups that have to.</param>
    /// <param name="ids">Their ids; one that is already gone is ignored.</param>
    internal Task<RedisResult> ReleaseAsync(
        Bucket bucket, string group, string[] awaited, IEnumerable<RedisValue> ids) => _release.RunAsync(
            redis.Store,
            [Key(bucket), ReturnsKey(bucket)],
            [group, awaited.Length, .. awaited.ToRedisValueArray(), .. ids]);

    /// <summary>Deletes rows that need no receipt.</summary>
    internal Task DeleteAsync(IEnumerable<OutboxRow> rows)
    {
        var ids = rows.ToLookup(row => row.Bucket, row => row.Id);
        return Buckets.RunAsync(
            ids.Select(bucket => bucket.Key),
            bucket => redis.Store.StreamDeleteAsync(Key(bucket), [.. ids[bucket]]));
    }

    /// <summary>Tells up to where the rows of a bucket were taken, and in which round of a group.</summary>
    internal async Task<OutboxMark> MarkAsync(Bucket bucket, string group)
    {
        var reply = (RedisValue[])(await _mark.RunAsync(redis.Store, [Key(bucket), RoundsKey(bucket)], Group, group))!;
        return new OutboxMark(bucket, group, Row: reply[0], Round: reply[1]);
    }

    /// <summary>Ends the round of a mark; only one of those who have seen that round can.</summary>
    internal async Task<bool> TryEndRoundAsync(OutboxMark mark) =>
        (bool)await _endRound.RunAsync(redis.Store, [RoundsKey(mark.Bucket)], mark.Group, mark.Round);

    /// <summary>Reads rows up to a mark that are still there.</summary>
    /// <param name="behind">Id of the last row that was read; none at first.</param>
    internal async Task<OutboxRow[]> ReadAsync(OutboxMark mark, RedisValue behind) =>
        mark.Row == OutboxMark.NoRow
            ? []
            : Rows(mark.Bucket, await redis.Store.StreamRangeAsync(
                Key(mark.Bucket), behind.IsNull ? "-" : $"({behind}", mark.Row, BatchSize));

    /// <summary>Tells rows of a bucket apart by whether the group of a mark has returned them.</summary>
    internal async Task<ILookup<bool, OutboxRow>> TellReturnedAsync(OutboxMark mark, OutboxRow[] rows)
    {
        var returns = await redis.Store.HashGetAsync(ReturnsKey(mark.Bucket), Array.ConvertAll(rows, row => row.Id));
        return rows.Zip(returns).ToLookup(
            row => row.Second.ToString().Split('\n').Contains(mark.Group), row => row.First);
    }

    /// <inheritdoc/>
    public void Dispose() => Bell.Dispose();

    private async Task<OutboxRow[]> TakeNewAsync(Bucket bucket)
    {
        try
        {
            return await ReadNewAsync(bucket);
        }
        catch (RedisServerException fault) when (RedisFaults.IsGroupMissing(fault))
        {
            await redis.Store.CreateGroupAsync(Key(bucket), Group);
            return await ReadNewAsync(bucket);
        }
    }

    // Without a pending list: a row that is still in its stream says by itself that it waits.
    private async Task<OutboxRow[]> ReadNewAsync(Bucket bucket) => Rows(bucket, await redis.Store.StreamReadGroupAsync(
        Key(bucket), Group, "relay", StreamPosition.NewMessages, BatchSize, noAck: true));

    private static OutboxRow[] Rows(Bucket bucket, StreamEntry[] entries) =>
        Array.ConvertAll(entries, entry => new OutboxRow(
            bucket, entry.Id, entry.Values.Find(TMessage.KeyField).ToString(), entry.Values));
}
