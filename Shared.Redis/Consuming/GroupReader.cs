using StackExchange.Redis;

namespace Shared.Redis.Consuming;

/// <summary>
/// Reads as one consumer of a group: what this instance holds unfinished first, then from time to time what nobody
/// finished, then what is new.
/// </summary>
internal sealed class GroupReader(IRedisServers redis, RedisKey stream, string group, ConsumerOptions options, TimeProvider time)
{
    // The end of a sweep, as XAUTOCLAIM writes it; the client's own "beginning" is written "-".
    private static readonly RedisValue _sweepEnd = "0-0";

    // Where to go on in this instance's own pending entries; null when there are none left.
    private RedisValue? _ownFrom = StreamPosition.Beginning;

    // Where to go on in everybody's stale entries; null between two sweeps.
    private RedisValue? _staleFrom;
    private DateTimeOffset _nextSweep = time.GetUtcNow();

    /// <summary>Makes the next read begin with this instance's own pending entries again.</summary>
    public void StartOver() => _ownFrom = StreamPosition.Beginning;

    /// <summary>Reads a batch. When there is nothing, the server waits a while for something new.</summary>
    public async Task<StreamEntry[]> ReadAsync()
    {
        if (_ownFrom is { } position && await ReadOwnAsync(position) is { Length: > 0 } own)
        {
            return own;
        }

        if (_staleFrom is null && time.GetUtcNow() >= _nextSweep)
        {
            _staleFrom = StreamPosition.Beginning;
        }

        if (_staleFrom is { } cursor && await ClaimStaleAsync(cursor) is { Length: > 0 } stale)
        {
            return stale;
        }

        return await BlockingRead.NewEntriesAsync(redis.Reader, stream, group, options.Name, options.BatchSize);
    }

    private async Task<StreamEntry[]> ReadOwnAsync(RedisValue position)
    {
        var entries = await redis.Broker.StreamReadGroupAsync(stream, group, options.Name, position, options.BatchSize);
        _ownFrom = entries.Length > 0 ? entries[^1].Id : (RedisValue?)null;
        return entries;
    }

    private async Task<StreamEntry[]> ClaimStaleAsync(RedisValue cursor)
    {
        var claim = await redis.Broker.StreamAutoClaimAsync(
            stream, group, options.Name, (long)options.ReclaimAfter.TotalMilliseconds, cursor, options.BatchSize);
        _staleFrom = claim.NextStartId == _sweepEnd ? (RedisValue?)null : claim.NextStartId;
        _nextSweep = time.GetUtcNow() + (options.ReclaimAfter / 2);
        return claim.ClaimedEntries;
    }
}
