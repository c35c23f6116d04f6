using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Extend;

/// <summary>What docs/extend.md shows.</summary>
internal static partial class Page
{
    private static readonly ILookup<string, string> _blocks = Blocks()
        .Matches(File.ReadAllText(Path.Combine(Repository.Folder, "docs", "extend.md")))
        .ToLookup(block => block.Groups["language"].Value, block => block.Groups["text"].Value);

    /// <summary>The only block of a language.</summary>
    public static string Program(string language) => _blocks[language].Single();

    /// <summary>The settings with which Payment waits for <c>mail-group</c> too, as a host reads them.</summary>
    public static (string Name, string Value)[] AwaitedGroups(string name) =>
        [.. from line in _blocks["sh"].SelectMany(Lines)
            where line.StartsWith("Outbox__", StringComparison.Ordinal)
            let parts = ForGroup(line, name).Split('=')
            select (parts[0].Replace("__", ":", StringComparison.Ordinal), parts[1])];

    /// <summary>The commands that remove a group from the broker, each in words.</summary>
    public static IEnumerable<string[]> Removal(string group) =>
        Lines(ForGroup(_blocks["redis"].Single(), group)).Select(line => line.Split(' '));

    /// <summary>The rules of a user on the broker, and then on its store, in words; its password is its name.</summary>
    public static IEnumerable<string[]> Rules(string user) =>
        from block in _blocks["acl"]
        where block.StartsWith($"user {user} ", StringComparison.Ordinal)
        select block.Replace($"#<{user}>", $">{user}", StringComparison.Ordinal)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1..];

    private static string ForGroup(string text, string group) =>
        text.Replace("mail-group", group, StringComparison.Ordinal);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(
        @"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
