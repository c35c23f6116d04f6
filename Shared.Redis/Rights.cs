using StackExchange.Redis;

namespace Shared.Redis;

/// <summary>A command that the service has to be allowed to use.</summary>
/// <param name="Server">Where.</param>
/// <param name="Command">The command with a key and arguments that stand for all it is used with, parted by spaces.</param>
public sealed record Right(RedisRole Server, string Command);

/// <summary>One of the servers of a service.</summary>
public enum RedisRole
{
    /// <summary>Its own Redis.</summary>
    Store,

    /// <summary>The Redis of the streams.</summary>
    Broker,
}

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
