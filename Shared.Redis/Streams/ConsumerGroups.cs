using Shared.Redis.Connections;
using StackExchange.Redis;

namespace Shared.Redis.Streams;

/// <summary>Consumer groups that see every entry there is, and what is kept for them.</summary>
internal static class ConsumerGroups
{
    private static readonly Script _create = Script.Load<Script>("create_group");
    private static readonly Script _trim = Script.Load<Script>("trim_stream");

    /// <summary>
    /// Creates a group, and its stream where there is none, at the beginning: what was added before the group
    /// existed is delivered too.
    /// </summary>
    /// <returns>Whether it is new; another instance may have been faster.</returns>
    public static async Task<bool> CreateGroupAsync(this IDatabase database, RedisKey stream, string group) =>
        (bool)await _create.RunAsync(database, [stream], group);

    /// <summary>
    /// Drops only entries that every group has acknowledged, as trimming by length would destroy what still waits to be
    /// handled.
    /// </summary>
    /// <param name="keepFor">Groups for which everything is kept; while one is missing, nothing is dropped.</param>
    /// <param name="mostForOthers">Of a stream that is longer, entries are dropped that only other groups need.</param>
    public static Task TrimAsync(
        this IDatabase database, RedisKey stream, string[] keepFor, int mostForOthers = int.MaxValue) =>
        _trim.RunAsync(database, [stream], [mostForOthers, .. keepFor.ToRedisValueArray()]);
}
