using StackExchange.Redis;

namespace Shared.Redis.Consuming;

/// <summary>XREADGROUP with BLOCK, which the client offers only as a raw command.</summary>
internal static class BlockingRead
{
    /// <summary>Reads new entries; the server waits for the first one for <see cref="RedisConnections.BlockMilliseconds"/>.</summary>
    public static async Task<StreamEntry[]> NewEntriesAsync(IDatabase reader, RedisKey stream, string group, string consumer, int count)
    {
        var reply = await reader.ExecuteAsync(
            "XREADGROUP", "GROUP", group, consumer, "COUNT", count, "BLOCK", RedisConnections.BlockMilliseconds, "STREAMS", stream, ">");
        if (reply.IsNull)
        {
            return [];
        }

        // RESP2 nests the one stream as [[key, entries]]; RESP3 sends a map, which arrives as [key, entries].
        var streams = reply.Resp3Type == ResultType.Map ? reply : reply[0];
        return [.. ((RedisResult[])streams[1]!).Select(Entry)];
    }

    private static StreamEntry Entry(RedisResult entry)
    {
        var fields = (RedisValue[])entry[1]!;
        var values = new NameValueEntry[fields.Length / 2];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = new(fields[2 * i], fields[(2 * i) + 1]);
        }

        return new StreamEntry((RedisValue)entry[0], values);
    }
}
