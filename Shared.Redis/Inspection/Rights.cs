using Shared.Redis.Connections;
using StackExchange.Redis;

namespace Shared.Redis.Inspection;

/// <summary>Asks a server what it allows.</summary>
public static class Rights
{
    private static readonly Script _check = Script.Load<Right>("check_rights");

    /// <summary>Those of the commands that the server does not allow. None of them is used to find out.</summary>
    /// <param name="rights">The commands; those of the other server are left out.</param>
    /// <param name="redis">The servers.</param>
    /// <param name="server">Which of them to ask.</param>
    public static async Task<string[]> RefusedAsync(this IEnumerable<Right> rights, IRedisServers redis, RedisRole server) =>
        (string[])(await _check.RunAsync(
            server == RedisRole.Store ? redis.Store : redis.Broker,
            [],
            [.. rights.Where(right => right.Server == server).Select(right => (RedisValue)right.Command)]))!;
}
