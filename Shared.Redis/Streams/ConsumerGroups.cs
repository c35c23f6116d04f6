using Shared.Redis.Connections;
using StackExchange.Redis;

namespace Shared.Redis.Streams;

/// <summary>Consumer groups that see every entry there is.</summary>
internal static class ConsumerGroups
{
    private static readonly Script _create = Script.Load<Script>("create_group");

    /// <summary>
    /// Creates a group, and its stream where there is none, at the beginning: what was added before the group
    /// existed is delivered too.
    /// </summary>
    /// <returns>Whether it is new; another instance may have been faster.</returns>
    public static async Task<bool> CreateGroupAsync(this IDatabase database, RedisKey stream, string group) =>
        (bool)await _create.RunAsync(database, [stream], group);
}
