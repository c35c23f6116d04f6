using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Streams;
using StackExchange.Redis;

namespace Shared.Redis.Publishing;

/// <summary>
/// Finds rows that have to be published again for a group. It takes a mark: which rows were taken from the outbox by
/// now, and which entry is the last of the stream. Everything published of those rows lies at or before that entry. So
/// once the group has nothing to read up to there, and its receipts have had some time, what it has not returned of
/// those rows was lost on the way. While an entry waits unread, nothing before the mark is published again, however long that takes.
/// <para>
/// It needs neither the clock of a server nor a memory of what was published: a restart, a second instance, a consumer
/// that is away for weeks or a clock that jumps make no row go twice.
/// </para>
/// </summary>
internal sealed class OverdueRows<TMessage>(
    Outbox<TMessage> outbox, IRedisServers redis, string group, OutboxOptions options, TimeProvider time)
    where TMessage : class, IStreamMessage<TMessage>
{
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _shortWait = TimeSpan.FromSeconds(1);
    private static readonly Script _findUnread = Script.Load<OverdueRows<TMessage>>("find_unread");

    private readonly string[] _awaited = options.GroupsFor<TMessage>();
    private readonly TimeSpan _firstWait = options.RetransmitAfter;

    // Up to where the group has returned all rows of a bucket: they wait for others, and need no second look.
    private readonly Dictionary<Bucket, RedisValue> _returned = [];

    private IReadOnlyList<OutboxMark> _marks = [];
    private StreamId _lastEntry;
    private long? _readSince;
    private TimeSpan _wait = options.RetransmitAfter;
    private TimeSpan _pause = TimeSpan.Zero;
    private long _looked = time.GetTimestamp();
    private long _changes;
    private int _shortRounds;

    private TimeSpan Wait => _shortRounds > 0 ? Shorter(_shortWait, _firstWait) : _wait;

    /// <summary>
    /// Shortens two rounds, as something may have been lost: what was on its way belongs to the one that has begun, or to
    /// the next.
    /// </summary>
    public void Hurry() => (_shortRounds, _pause) = (2, TimeSpan.Zero);

    /// <summary>Publishes again what is overdue. It looks now and then, and does nothing in between.</summary>
    /// <returns>How many rows were published.</returns>
    public async Task<int> PublishAsync(Func<IReadOnlyList<OutboxRow>, Task> publishAsync)
    {
        if (outbox.Buckets.Changes is var changes && changes != _changes)
        {
            _changes = changes;
            Hurry();
        }

        if (time.GetElapsedTime(_looked) < _pause)
        {
            return 0;
        }

        (_looked, _pause) = (time.GetTimestamp(), Shorter(Wait, _firstWait) / 8);
        if (_marks.Count == 0)
        {
            await TakeMarksAsync();
        }
        else if (_readSince is null && (await FindUnreadAsync()).IsRead(_lastEntry))
        {
            _readSince = _looked;
        }

        return _readSince is { } since && time.GetElapsedTime(since) >= Wait ? await EndRoundAsync(publishAsync) : 0;
    }

    private async Task TakeMarksAsync()
    {
        // The rows first: whatever of them is published by now is in the stream when its last entry is asked for.
        var marks = await outbox.Buckets.RunAsync(Bucket.All, bucket => outbox.MarkAsync(bucket, group));
        var unread = await FindUnreadAsync();
        (_marks, _lastEntry) = (marks, unread.Last);
        _readSince = unread.IsRead(_lastEntry) ? time.GetTimestamp() : null; // A round before it may have taken long.
    }

    private async Task<Unread> FindUnreadAsync()
    {
        // So that a consumer which comes late, whoever it is, begins with the first entry.
        await redis.Broker.CreateGroupAsync(TMessage.Stream, group);
        if (options.Confirmation == Confirmation.Publish)
        {
            return default; // What is left of such rows only waits to be deleted, whether or not somebody reads.
        }

        var reply = (string[])(await _findUnread.RunAsync(redis.Broker, [TMessage.Stream], group))!;
        return new Unread(First: Id(reply[0]), Last: Id(reply[1]), Read: Id(reply[2]));

        static StreamId Id(string text) => StreamId.TryParse(text, out var id) ? id : default;
    }

    private async Task<int> EndRoundAsync(Func<IReadOnlyList<OutboxRow>, Task> publishAsync)
    {
        var (marks, published, wasFirst) = (_marks, 0, true);
        (_marks, _readSince) = ([], null);
        foreach (var mark in marks)
        {
            if (await PublishLostAsync(mark, publishAsync) is { } count)
            {
                published += count;
            }
            else
            {
                wasFirst = false;
            }
        }

        if (wasFirst)
        {
            await TakeMarksAsync();
        }
        else
        {
            _pause = Wait; // Another instance publishes them: what it adds belongs before the next mark.
        }

        if (_shortRounds > 0)
        {
            _shortRounds--;
            return published;
        }

        _wait = published == 0 ? _firstWait : Shorter(_wait * 2, _firstWait > _longestWait ? _firstWait : _longestWait);
        return published;
    }

    /// <summary>
    /// Publishes the rows of a bucket again that the group has not returned. Those that it has leave, should they have
    /// waited for a group that is waited for no more.
    /// </summary>
    /// <returns>How many; <see langword="null"/> when another instance does it.</returns>
    private async Task<int?> PublishLostAsync(OutboxMark mark, Func<IReadOnlyList<OutboxRow>, Task> publishAsync)
    {
        var (published, behind) = (0, _returned.GetValueOrDefault(mark.Bucket));
        while (await outbox.Buckets.RunAsync([mark.Bucket], _ => FindLostAsync(mark, behind, isFirst: published == 0))
            is [{ } found])
        {
            if (!found.IsOurs)
            {
                return null;
            }

            await publishAsync(found.Lost);
            (published, behind) = (published + found.Lost.Length, found.Last);
        }

        return published;
    }

    /// <returns>What a batch of rows holds; <see langword="null"/> when none is left.</returns>
    private async Task<Batch?> FindLostAsync(OutboxMark mark, RedisValue behind, bool isFirst)
    {
        if (await outbox.ReadAsync(mark, behind) is not { Length: > 0 } rows)
        {
            return null;
        }

        var returned = await outbox.TellReturnedAsync(mark, rows);
        if (returned.Contains(true))
        {
            await outbox.ReleaseAsync(mark.Bucket, group, _awaited, returned[true].Select(row => row.Id));
        }

        if (isFirst && !returned.Contains(false))
        {
            _returned[mark.Bucket] = rows[^1].Id;
        }

        return new Batch(
            Last: rows[^1].Id,
            Lost: [.. returned[false]],
            IsOurs: !isFirst || !returned.Contains(false) || await outbox.TryEndRoundAsync(mark));
    }

    /// <summary>Rows of a bucket.</summary>
    /// <param name="Last">Id of the last of them.</param>
    /// <param name="Lost">Those that the group has not returned.</param>
    /// <param name="IsOurs">Whether they are this instance's to publish.</param>
    private sealed record Batch(RedisValue Last, OutboxRow[] Lost, bool IsOurs);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>What a stream holds, and how far its group has read.</summary>
    private readonly record struct Unread(StreamId First, StreamId Last, StreamId Read)
    {
        /// <summary>
        /// Whether nothing up to an entry is left to read: the group was given it, or the stream has lost it.
        /// </summary>
        public bool IsRead(StreamId entry) =>
            !entry.IsAfter(Read) || !Last.IsAfter(Read) || First.IsAfter(entry);
    }
}
