using Shared.Redis.Connections;
using Shared.Redis.Streams;
using StackExchange.Redis;

namespace Shared.Redis.Consuming;

/// <summary>XREADGROUP with BLOCK, which the client offers only as a raw command.</summary>
internal static class BlockingRead
{
    /// <summary>
    /// Reads new entries; the server waits for the first one for <see cref="RedisConnections.BlockMilliseconds"/>.
    /// </summary>
    public static async Task<Delivery[]> NewEntriesAsync(
        IDatabase reader, RedisKey stream, string group, string consumer, int count)
    {
        var reply = await reader.ExecuteAsync(
            "XREADGROUP", "GROUP", group, consumer, "COUNT", count,
            "BLOCK", RedisConnections.BlockMilliseconds, "STREAMS", stream, ">");
        if (reply.IsNull)
        {
            return [];
        }

        // RESP2 nests the one stream as [[key, entries]]; RESP3 sends a map, which arrives as [key, entries].
        var streams = reply.Resp3Type == ResultType.Map ? reply : reply[0];
        return Array.ConvertAll(
            (RedisResult[])streams[1]!, entry => Delivery.First((RedisValue)entry[0], StreamEntries.Pairs(entry[1])));
    }
}
