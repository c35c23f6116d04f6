using System.Text.RegularExpressions;

namespace Shared.Redis.Inspection;

/// <summary>
/// Reads the rules of a Redis ACL file. What a service needs is written there and nowhere else, so that what it asks
/// for at start is what it was given.
/// </summary>
internal static partial class AclFile
{
    /// <summary>The commands that a user may use, each with a key that stands for all of its kind.</summary>
    public static IEnumerable<string> Commands(string text, string user) => Users().Matches(text)
        .Where(match => match.Groups["name"].Value == user)
        .SelectMany(match => Rules().Matches(match.Groups["rules"].Value))
        .SelectMany(rule => Commands(rule.Value));

    // Commands, and the keys or channels that they are allowed for.
    private static IEnumerable<string> Commands(string rule)
    {
        var words = rule.Split([' ', '\n', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        var names = words.Where(word => word[0] == '+').Select(word => word[1..].ToUpperInvariant());
        var keys = words.Where(word => word[0] is '~' or '&').Select(word => word[1..].Replace('*', 'x'));
        return names.SelectMany(name => keys.DefaultIfEmpty().Select(key => Command(name, key)));
    }

    private static string Command(string name, string? key) => name switch
    {
        "EVAL" or "EVALSHA" => $"{name} script 1 {key}",
        "XREADGROUP" => $"{name} GROUP group consumer STREAMS {key} >",
        _ => $"{name.Replace('|', ' ')} {key}",
    };

    [GeneratedRegex(@"^user (?<name>\S+)(?<rules>[^\n]*(\n [^\n]*)*)", RegexOptions.Multiline)]
    private static partial Regex Users();

    [GeneratedRegex(@"\([^)]*\)|[^()]+")]
    private static partial Regex Rules();
}
