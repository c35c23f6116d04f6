using StackExchange.Redis;

namespace Shared.Redis;

/// <summary>Consumer groups that see every entry there is.</summary>
internal static class ConsumerGroups
{
    /// <summary>
    /// Creates a group, and its stream where there is none, at the beginning: what was added before the group
    /// existed is delivered too.
    /// </summary>
    /// <returns>Whether it is new; another instance may have been faster.</returns>
    public static async Task<bool> CreateGroupAsync(this IDatabase database, RedisKey stream, string group)
    {
        try
        {
            return await database.StreamCreateConsumerGroupAsync(stream, group, StreamPosition.Beginning, createStream: true);
        }
        catch (RedisServerException fault) when (fault.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            return false;
        }
    }
}
