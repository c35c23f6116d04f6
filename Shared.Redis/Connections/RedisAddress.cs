using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace Shared.Redis.Connections;

/// <summary>
/// Reads where a Redis is. The client's own reading is generous: a password after the wrong sign, or the rest of one with
/// a comma in it, is a host's name to it, and so stands in the log.
/// </summary>
public static partial class RedisAddress
{
    private const int DefaultPort = 6379;

    // Whoever waits for an answer over HTTP gets 503 within two seconds. That a command has had its time is noticed by
    // the client's heartbeat, once a second, so a command has less than one. What the operator's own connection string
    // says comes later in the text and wins.
    private const string Defaults =
        "connectRetry=1,connectTimeout=2000,asyncTimeout=750,keepAlive=10,tiebreaker=,configChannel=,setlib=false";

    /// <summary>Reads a connection string of StackExchange.Redis, or a URL of the scheme redis or rediss.</summary>
    /// <exception cref="FormatException">It is neither; what it was is not said, as a password may be in it.</exception>
    public static ConfigurationOptions Parse(string text)
    {
        var options = text.Contains("://", StringComparison.Ordinal) ? ParseUrl(text) : ParseParts(text);
        options.AbortOnConnectFail = false; // One that is not there yet is waited for.
        return options;
    }

    private static ConfigurationOptions ParseUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url is not { Scheme: "redis" or "rediss", Host.Length: > 0, Query: "", Fragment: "" }
            || !Database().IsMatch(url.AbsolutePath))
        {
            throw new FormatException(
                "a URL such as redis://user:password@host:6379/0, or rediss:// for TLS, with special characters of the "
                + "password as %XX, or a connection string such as host:6379,user=name");
        }

        var options = ConfigurationOptions.Parse(Defaults);
        var parts = url.UserInfo.Split(':', 2);
        options.User = parts[0].Length > 0 ? Uri.UnescapeDataString(parts[0]) : null;
        options.Password = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : null;
        options.EndPoints.Add(url.IdnHost, url.Port < 0 ? DefaultPort : url.Port);
        options.Ssl = url.Scheme == "rediss";
        options.SslHost = options.Ssl ? url.IdnHost : null;
        options.DefaultDatabase = int.TryParse(url.AbsolutePath.Trim('/'), out var database) ? database : null;
        return options;
    }

    private static ConfigurationOptions ParseParts(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var servers = parts.TakeWhile(part => !part.Contains('=')).ToList();
        if (servers.Count == 0 || !servers.TrueForAll(Server().IsMatch) || !parts.Skip(servers.Count).All(IsOption))
        {
            throw new FormatException(
                "a connection string: servers such as host:6379, then options of StackExchange.Redis such as "
                + "user=name, with commas between all of them, or a URL redis:// or rediss://; a password with a comma "
                + "has a setting of its own");
        }

        return ConfigurationOptions.Parse($"{Defaults},{text}");
    }

    private static bool IsOption(string part)
    {
        try
        {
            return part.Contains('=') && ConfigurationOptions.Parse(part).EndPoints.Count == 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex("^/?[0-9]{0,9}$")]
    private static partial Regex Database();

    // A name or an address, with or without a port, or the path of a Unix socket.
    [GeneratedRegex(@"^([\w.-]+(:[0-9]{1,5})?|\[?[0-9A-Fa-f:.]+(%\w+)?\]?(:[0-9]{1,5})?|!/.+)$")]
    private static partial Regex Server();
}
