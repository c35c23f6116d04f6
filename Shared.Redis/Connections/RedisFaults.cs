using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace Shared.Redis.Connections;

/// <summary>Tells trouble with Redis apart from trouble with what was asked of it.</summary>
public static partial class RedisFaults
{
    /// <summary>
    /// Whether the same call can be expected to succeed once Redis is reachable, writable and configured again.
    /// A timed-out command may still have run, so only what is safe to repeat may be repeated.
    /// </summary>
    public static bool IsUnavailable(Exception fault) => fault switch
    {
        RedisConnectionException or RedisTimeoutException or PartUnavailableException => true,
        RedisServerException answer => answer.Kind
            is RedisErrorKind.OutOfMemory or RedisErrorKind.Misconfigured or RedisErrorKind.NoReplicas
            or RedisErrorKind.ReadOnly or RedisErrorKind.Loading or RedisErrorKind.Busy
            or RedisErrorKind.MaxClients or RedisErrorKind.MasterDown
            or RedisErrorKind.ClusterDown or RedisErrorKind.TryAgain or RedisErrorKind.Moved or RedisErrorKind.Ask
            or RedisErrorKind.UnknownRedirectTarget
            or RedisErrorKind.NoAuth or RedisErrorKind.WrongPass or RedisErrorKind.NoPermission
            || IsRefusedToScript(answer),
        _ => false,
    };

    /// <summary>What the server answered, or what keeps it from answering, without what the client says of itself.</summary>
    internal static string Summary(Exception fault)
    {
        var cause = fault.GetBaseException().Message.Replace("SimpleError: ", "", StringComparison.Ordinal);
        return OfClient().Replace(cause, "").Split(',')[0];
    }

    /// <summary>
    /// Whether a stream or its consumer group is missing, as after FLUSHALL, and has to be made again.
    /// </summary>
    public static bool IsGroupMissing(RedisServerException fault) =>
        fault.Message.StartsWith("NOGROUP", StringComparison.Ordinal)
        || fault.Message.StartsWith("UNBLOCKED", StringComparison.Ordinal);

    /// <summary>
    /// Whether a script met what would have been NOPERM outside; Redis 7.0 and 7.2 word it differently, without that
    /// code.
    /// </summary>
    internal static bool IsRefusedToScript(RedisServerException fault) =>
        fault.Message.StartsWith("ERR The user executing the script can't", StringComparison.Ordinal)
        || fault.Message.StartsWith("ERR ACL failure in script", StringComparison.Ordinal);

    [GeneratedRegex(@" \([^)]*\)|\.? Attempted command: .*$")]
    private static partial Regex OfClient();
}
