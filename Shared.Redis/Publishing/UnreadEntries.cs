using StackExchange.Redis;

namespace Shared.Redis.Publishing;

/// <summary>
/// Remembers which published rows the consumers may still have to read. Behind a long backlog a second copy of such
/// a row would only make it longer.
/// </summary>
internal sealed class UnreadEntries(IRedisServers redis, RedisKey stream, string group)
{
    private readonly Dictionary<RedisValue, StreamId> _entryOf = [];

    /// <summary>Remembers the entry of a row.</summary>
    public void Add(RedisValue token, RedisValue entry)
    {
        if (StreamId.TryParse(entry.ToString(), out var id))
        {
            _entryOf[token] = id;
        }
    }

    public void Remove(RedisValue token) => _entryOf.Remove(token);

    public bool Contains(RedisValue token) => _entryOf.ContainsKey(token);

    /// <summary>Forgets the entries that the group was given, and those that are no longer in the stream.</summary>
    public async Task RefreshAsync()
    {
        if (_entryOf.Count == 0)
        {
            return;
        }

        var (read, last) = await BoundsAsync();
        foreach (var (token, _) in _entryOf.Where(row => !row.Value.IsAfter(read) || row.Value.IsAfter(last)).ToList())
        {
            _entryOf.Remove(token);
        }
    }

    /// <summary>
    /// Behind which entry the unread ones begin, and which is the last. Nothing waits where the stream or the group is
    /// gone, nor behind the stream's last entry: a broker that lost its data is refilled from 0-0, and a group made anew
    /// there looks as if it had everything still to read.
    /// </summary>
    private async Task<(StreamId Read, StreamId Last)> BoundsAsync()
    {
        try
        {
            var groups = await redis.Broker.StreamGroupInfoAsync(stream);
            var info = await redis.Broker.StreamInfoAsync(stream);
            return Array.Find(groups, candidate => candidate.Name == group).LastDeliveredId is { } delivered
                && StreamId.TryParse(delivered, out var read)
                && StreamId.TryParse(info.LastEntry.Id.ToString(), out var last)
                    ? (read, last)
                    : default;
        }
        catch (RedisServerException fault) when (fault.Message.StartsWith("ERR no such key", StringComparison.Ordinal))
        {
            return default; // Asking first whether it exists would not help: it may go between any two commands.
        }
    }
}
