using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Guide;

/// <summary>Commands of the guide, and the answer that it shows for them.</summary>
/// <param name="Commands">The text of a <c>sh</c> block.</param>
/// <param name="Answer">The text of the block behind it; empty when there is none.</param>
internal sealed partial record Example(string Commands, string Answer)
{
    private static readonly JsonSerializerOptions _readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly (Regex Value, string Name)[] _changing =
        [(Id(), "<id>"), (Time(), "<time>"), (Trace(), "<trace>"), (Cursor(), "cursor=<cursor>"), (Entry(), "<entry>")];

    /// <summary>All examples of a guide, in their order.</summary>
    /// <param name="guide">Its Markdown.</param>
    public static IReadOnlyList<Example> ReadAll(string guide) => [.. Blocks().Matches(guide)
        .Select(block => new Example(block.Groups["commands"].Value, block.Groups["answer"].Value))];

    /// <summary>An answer without what is another each time, and with its JSON in one form.</summary>
    /// <param name="answer">What curl wrote, with headers or without.</param>
    public static string Normalize(string answer)
    {
        var text = OmittedHeaders().Replace(answer.ReplaceLineEndings("\n"), "");
        text = _changing.Aggregate(text, (current, part) => part.Value.Replace(current, part.Name));
        return Json().Replace(text, json => JsonNode.Parse(json.Value)!.ToJsonString(_readable)).Trim();
    }

    [GeneratedRegex(
        @"^```sh\n(?<commands>.*?)^```\n(\n```(http|json)?\n(?<answer>.*?)^```$)?",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(
        "^(Date|Transfer-Encoding|Content-Length"
        + "|Content-Security-Policy|Referrer-Policy|X-Content-Type-Options): .*\n",
        RegexOptions.Multiline)]
    private static partial Regex OmittedHeaders();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")]
    private static partial Regex Time();

    [GeneratedRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]")]
    private static partial Regex Trace();

    [GeneratedRegex(@"cursor=[\w-]+")]
    private static partial Regex Cursor();

    [GeneratedRegex(@"\d{13}-\d+")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^[{[].*\z", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Json();
}
