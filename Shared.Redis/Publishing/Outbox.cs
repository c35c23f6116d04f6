using StackExchange.Redis;

namespace Shared.Redis.Publishing;

/// <summary>
/// The messages of a store that still have to reach the broker: a stream per bucket, to which scripts append in the
/// same step as they change the state. A consumer group over these streams shares the rows among the instances of
/// the service, and its pending list remembers, over any restart, which rows wait for a receipt, since when, and
/// how often they were published.
/// </summary>
/// <param name="redis">The servers.</param>
/// <param name="stream">The stream that the messages are for. It is part of the keys, so that services may share a server.</param>
/// <param name="time">The clock.</param>
public sealed class Outbox(IRedisServers redis, string stream, TimeProvider time) : IDisposable
{
    private const string Group = "relay";

    // One name for all instances: a row is taken over when it is overdue, whoever took it before.
    private const string Consumer = "relay";
    private const int BatchSize = 256;

    private static readonly Script _delete = Script.Load<Outbox>("delete_rows");

    /// <summary>Rung for each row appended by this process.</summary>
    public Doorbell Bell { get; } = new(time);

    /// <summary>The outbox of a bucket.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="stream">The stream that its rows are for.</param>
    public static RedisKey Key(Bucket bucket, string stream) => bucket.Key("outbox", stream);

    /// <summary>The outbox of a bucket, as a key for a script.</summary>
    /// <param name="bucket">The bucket whose state the script changes.</param>
    public RedisKey Key(Bucket bucket) => Key(bucket, stream);

    /// <summary>Takes rows that no instance has published yet.</summary>
    /// <param name="buckets">Where to look.</param>
    public Task<IReadOnlyList<OutboxRow>> TakeNewAsync(IReadOnlyList<Bucket> buckets) => Bell.TakeAsync(buckets, BatchSize, TakeNewAsync);

    /// <summary>Takes over rows whose receipt is overdue, so that no other instance publishes them again too.</summary>
    /// <param name="minIdle">How long ago a row must have been published at least.</param>
    /// <param name="isOverdue">Decides by token, time since the last publication and number of publications.</param>
    public async Task<IReadOnlyList<OutboxRow>> TakeOverdueAsync(
        TimeSpan minIdle, Func<RedisValue, TimeSpan, int, bool> isOverdue)
    {
        var batches = await Task.WhenAll(Bucket.All.Select(async bucket =>
        {
            var pending = await WithGroupAsync(bucket, () => redis.Store.StreamPendingMessagesAsync(
                Key(bucket), Group, 1000, RedisValue.Null, minId: "-", maxId: "+", minIdleTimeInMs: (long)minIdle.TotalMilliseconds));
            RedisValue[] ids =
            [
                .. pending
                    .Where(row => isOverdue(
                        new OutboxRow(bucket, row.MessageId, []).Token, TimeSpan.FromMilliseconds(row.IdleTimeInMilliseconds), row.DeliveryCount))
                    .Select(row => row.MessageId),
            ];
            return ids.Length == 0
                ? []
                : Rows(bucket, await redis.Store.StreamClaimAsync(
                    Key(bucket), Group, Consumer, (long)minIdle.TotalMilliseconds, ids));
        }));
        return [.. batches.SelectMany(batch => batch)];
    }

    /// <summary>Deletes rows whose effect is known to be durable on the other side.</summary>
    /// <param name="rows">Bucket and id of each row; a row that is already gone is ignored.</param>
    public Task DeleteAsync(IEnumerable<(Bucket Bucket, RedisValue Id)> rows) =>
        Task.WhenAll(rows.GroupBy(row => row.Bucket, row => row.Id).Select(bucket =>
            _delete.RunAsync(redis.Store, [Key(bucket.Key)], [Group, .. bucket])));

    /// <inheritdoc/>
    public void Dispose() => Bell.Dispose();

    private async Task<OutboxRow[]> TakeNewAsync(Bucket bucket) =>
        Rows(bucket, await WithGroupAsync(bucket, () => redis.Store.StreamReadGroupAsync(
            Key(bucket), Group, Consumer, StreamPosition.NewMessages, BatchSize)));

    private async Task<T> WithGroupAsync<T>(Bucket bucket, Func<Task<T>> command)
    {
        try
        {
            return await command();
        }
        catch (RedisServerException fault) when (RedisFaults.IsGroupMissing(fault))
        {
            await redis.Store.CreateGroupAsync(Key(bucket), Group);
            return await command();
        }
    }

    private static OutboxRow[] Rows(Bucket bucket, StreamEntry[] entries) =>
        [.. entries.Where(entry => entry.Values.Length > 0).Select(entry => new OutboxRow(bucket, entry.Id, entry.Values))];
}
