using Shared.Redis.Connections;
using Shared.Redis.Streams;
using StackExchange.Redis;

namespace Shared.Redis.Consuming;

/// <summary>
/// Reads as one consumer of a group: what this instance holds unfinished first, then from time to time what nobody
/// finished, then what is new.
/// </summary>
internal sealed class GroupReader(
    IRedisServers redis, RedisKey stream, string group, ConsumerOptions options, TimeProvider time)
{
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(3);

    // The end of a sweep, as XAUTOCLAIM writes it; the client's own "beginning" is written "-".
    private static readonly RedisValue _sweepEnd = "0-0";
    private static readonly Script _readPending = Script.Load<GroupReader>("read_pending");

    // Where to go on in this instance's own pending entries; null when there are none left.
    private RedisValue? _ownFrom = StreamPosition.Beginning;
    private long? _restsSince;

    // Where to go on in everybody's stale entries; null between two sweeps.
    private RedisValue? _staleFrom = StreamPosition.Beginning;
    private long _swept;

    /// <summary>Whether what was read last had been this instance's own already.</summary>
    public bool WasOwn { get; private set; }

    /// <summary>Whether this instance has gone through its own pending entries.</summary>
    public bool HasFinishedOwn => _ownFrom is null;

    /// <summary>
    /// Makes the next read begin with this instance's own pending entries again. Where a part of the store may be away
    /// while the rest is there, they rest first: what is new meanwhile may be for another part.
    /// </summary>
    public void StartOver() =>
        (_ownFrom, _restsSince) = (StreamPosition.Beginning, redis.Store.IsSpread() ? time.GetTimestamp() : null);

    /// <summary>Reads a batch. When there is nothing, the server waits a while for something new.</summary>
    public async Task<Delivery[]> ReadAsync()
    {
        var rests = _restsSince is { } since && time.GetElapsedTime(since) < _rest;
        WasOwn = !rests && _ownFrom is not null;
        if (WasOwn && await ReadOwnAsync(_ownFrom!.Value) is { Length: > 0 } own)
        {
            return own;
        }

        WasOwn = false;

        if (_staleFrom is null && time.GetElapsedTime(_swept) >= options.ReclaimAfter / 2)
        {
            _staleFrom = StreamPosition.Beginning;
        }

        if (_staleFrom is { } cursor && await ClaimStaleAsync(cursor) is { Length: > 0 } stale)
        {
            return stale;
        }

        try
        {
            return await BlockingRead.NewEntriesAsync(redis.Reader, stream, group, options.Name, options.BatchSize);
        }
        catch (RedisTimeoutException) when (redis.Reader.IsSpread())
        {
            // A server that hangs does not say that another has taken its place; the others do.
            await redis.Reader.Multiplexer.ConfigureAsync();
            throw;
        }
    }

    /// <summary>
    /// Counts a delivery that failed for the entry's own sake, in the group, where every instance sees it.
    /// </summary>
    public Task CountFailureAsync(Delivery delivery) => redis.Broker.ExecuteAsync(
        "XCLAIM", stream, group, options.Name, 0, delivery.Id, "RETRYCOUNT", delivery.Count + 1, "JUSTID");

    private async Task<Delivery[]> ReadOwnAsync(RedisValue position)
    {
        var pending = await redis.Broker.StreamPendingMessagesAsync(
            stream, group, options.BatchSize, options.Name, minId: position, maxId: "+");
        _ownFrom = pending.Length > 0 ? $"({pending[^1].MessageId}" : (RedisValue?)null;
        return await ReadPendingAsync([.. pending.Select(entry => entry.MessageId)]);
    }

    // Only the ids: an answer with the entries may be too large to come in time, and counts as a delivery.
    private async Task<Delivery[]> ClaimStaleAsync(RedisValue cursor)
    {
        var claim = await redis.Broker.StreamAutoClaimIdsOnlyAsync(
            stream, group, options.Name, (long)options.ReclaimAfter.TotalMilliseconds, cursor, options.BatchSize);
        _staleFrom = claim.NextStartId == _sweepEnd ? (RedisValue?)null : claim.NextStartId;
        _swept = time.GetTimestamp();
        return await ReadPendingAsync(claim.ClaimedIds);
    }

    private async Task<Delivery[]> ReadPendingAsync(RedisValue[] ids)
    {
        if (ids.Length == 0)
        {
            return [];
        }

        // Where patience is greatest: a huge entry keeps the server busy for a while.
        var reply = (RedisResult[])(await _readPending.RunAsync(
            redis.Reader, [stream], [group, Delivery.MaxSize, Delivery.MaxFields, Delivery.MaxValue, .. ids]))!;
        if (reply.Length < ids.Length)
        {
            StartOver();
        }

        return Array.ConvertAll(reply, entry => new Delivery(
            (RedisValue)entry[0], StreamEntries.Pairs(entry[3]), Count: (int)entry[1], Size: (long)entry[2]));
    }
}
