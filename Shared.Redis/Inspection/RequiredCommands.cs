using Shared.Redis.Connections;
using StackExchange.Redis;

namespace Shared.Redis.Inspection;

/// <summary>Asks a server what it allows.</summary>
internal static class RequiredCommands
{
    private static readonly Script _findRefused = Script.Load<RequiredCommand>("find_refused");

    /// <summary>
    /// Those of the commands that the server of a key does not allow. None of them is used to find out.
    /// </summary>
    public static async Task<string[]> FindRefusedAsync(
        this IEnumerable<RequiredCommand> commands, RedisRole server, IDatabase database, RedisKey key) =>
        (string[])(await _findRefused.RunAsync(
            database,
            database.RouteTo(key),
            [.. commands.Where(one => one.Server == server).Select(one => (RedisValue)one.Command)]))!;
}
