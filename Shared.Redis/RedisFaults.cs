using StackExchange.Redis;

namespace Shared.Redis;

/// <summary>Tells trouble with Redis apart from trouble with what was asked of it.</summary>
public static class RedisFaults
{
    private static readonly string[] _serverTrouble =
    [
        "OOM", "LOADING", "BUSY", "READONLY", "MISCONF", "NOREPLICAS", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN",
        "MOVED", "ASK", "NOAUTH", "WRONGPASS", "NOPERM",
    ];

    /// <summary>
    /// Whether the same call can be expected to succeed once Redis is reachable, writable and configured again.
    /// A timed-out command may still have run, so only what is safe to repeat may be repeated.
    /// </summary>
    /// <param name="fault">What was thrown.</param>
    public static bool IsUnavailable(Exception fault) => fault switch
    {
        RedisConnectionException or RedisTimeoutException => true,
        RedisServerException => _serverTrouble.Any(code => fault.Message.StartsWith(code, StringComparison.Ordinal)),
        _ => false,
    };

    /// <summary>Whether a stream or its consumer group is missing, as after FLUSHALL, and has to be made again.</summary>
    /// <param name="fault">What the server answered.</param>
    public static bool IsGroupMissing(RedisServerException fault) =>
        fault.Message.StartsWith("NOGROUP", StringComparison.Ordinal)
        || fault.Message.StartsWith("UNBLOCKED", StringComparison.Ordinal);
}
