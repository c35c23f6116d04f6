namespace Fuzz.Tests.Requests;

/// <summary>What has broken services before.</summary>
internal static class Hostile
{
    private static readonly string _deep = new('[', 5000);

    /// <summary>Values of a member of a body, whatever its type. Some are no JSON.</summary>
    public static IReadOnlyList<string> Json { get; } =
    [
        "null", "true", "false", "[]", "{}", "[1]", """{"a":1}""", _deep, $"{_deep}{_deep.Replace('[', ']')}", "", "NaN", "Infinity", "undefined", "'x'",
        "0", "-0", "-1", "1", "1.5", "5.0", "01", "+1", "1.", ".5", "0x10", "1e0", "1e2", "1e400", "-1e400", "1e-400", "9223372036854775808",
        "2147483647", "2147483648", "-2147483649", "79228162514264337593543950336", "0.001", "0.009999", "1000000.001", new string('9', 400),
        "\"\"", "\" \"", "\"1\"", "\" 1\"", "\"1 \"", "\"NaN\"", "\"1e400\"", "\"0x10\"", "\"1,5\"", "\"1_000\"", "\"٣\"", "\"+1\"", "\"-1\"", "\"1e2\"", "\"null\"",
        "\"a\\u0000b\"", "\"a\u0000b\"", "\"\\u0001\"", "\"\u0001\"", "\"\\u007f\"", "\"\\u200b\"", "\"\\ufeff\"", "\"\\ud83d\"", "\"\\ude00\\ud83d\"", "\"\\ud83d\\ude00\"",
        "\"\u00ff\"", "\"\u00c0\u00af\"", "\"\u00ed\u00a0\u0080\"", "\"\\x\"", "\"open", "\"line\nbreak\"", "\"\\r\\nX: y\"", "\"{07}:x\"", "\"*\"", "\"../..\"", "\"<script>\"",
        $"\"{new string('x', 199)}\"", $"\"{new string('x', 200)}\"", $"\"{new string('x', 201)}\"", $"\"{new string('x', 10_000)}\"", $"\"{string.Concat(Enumerable.Repeat("😀", 200))}\"",
        $"\"{string.Concat(Enumerable.Repeat("😀", 201))}\"", "\"é\"", "\"e\\u0301\"", "\"\\u202egnp\"",
    ];

    /// <summary>Bodies as a whole, made of one that was good.</summary>
    public static IReadOnlyList<Func<string, string>> Bodies { get; } =
    [
        _ => "", _ => " ", _ => "null", _ => "[]", _ => "1", _ => "\"text\"", _ => "{", _ => "{}", _ => _deep, _ => "\0", _ => "\u00ff\u00fe{\0}\0",
        body => $"[{body}]", body => body + body, body => body[..^1], body => $"{body},", body => $"\u00ef\u00bb\u00bf{body}", body => body.Replace("}", ",}"),
        body => body.Replace("{", "{/* */"), body => body.Replace('"', '\''), body => body.Replace("{", "{\"__proto__\":{},"), body => body.Replace("{", "{\"\":1,"),
        body => body.PadLeft(16 * 1024), body => body.PadLeft((16 * 1024) + 1), body => body.PadRight(40_000), body => $"{body}\0", body => string.Join('\0', body.ToCharArray()),
    ];

    /// <summary>Values of a parameter in the path, as they stand there.</summary>
    public static IReadOnlyList<string> Ids { get; } =
    [
        "no-such-id", "0", "-1", "*", "%2A", "..", ".", "%2e%2e", "..%2f", "%2F", "..%2F..%2F", "..%5C", "%00", "a%00b", "%01", "a%0D%0Ab", "%7F", "%FF", "%C0%AF", "%ED%A0%80", "%",
        "%zz", "%E2%80%AE", "%F0%9F%98%80", "{07}:x", "%7B07%7D:x", "1-0", "1-1", "0-0", "18446744073709551615-18446744073709551615", "18446744073709551616-0", "99999999999999999999-1",
        "-", "+", "(1-0", "1-0-0", "a b", "a%20b", "a;b", "a?limit=0", "a#b", "a//b", "", "é", "\u0001", "null", "[]", new('x', 200), new('x', 201), new('x', 7000), new('x', 9000),
    ];

    /// <summary>Values of a query parameter, as they stand there.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        "", "0", "1", "-1", "100", "101", "1.5", "1e2", "+5", " 5", "5%20", "05", "2147483648", "99999999999999999999", "many", "null", "true", "NaN", "%00", "%FF", "%ED%A0%80", "%", "%D9%A3",
        "%0D%0A", "..%2f", "!", "*", "[]", "a=b", "OTk5OTk5OTk5OTk5OTk5OTk5OTk6eA", "LTE6eA", "OTIyMzM3MjAzNjg1NDc3NTgwNzp4", "MDo", "MTo", "Og", "_w", "====", "MTox", new('A', 3000), new('9', 300),
    ];

    /// <summary>Values of a header. None asks to be waited for: a wait that is granted is slow, and no fault.</summary>
    public static IReadOnlyList<string> HeaderValues { get; } =
    [
        "", " ", "*", "\"", "\"\"", "\"1", "1", "\"1\"", "W/\"1\"", "w/\"1\"", "\"1\", \"2\"", "\"1\",", ",", "*, \"1\"", "\"1\" \"2\"", "\"a\tb\"", "\u00e9", "\u00ff", "two words", "k1,k2", "a\tb", "a;b=c",
        "wait", "wait=", "wait=-1", "wait=0", "wait=x", "wait=0;a=b", "wait=0, wait=30", "\"wait=30\"", "respond-async", "completed", "pending", "refunded", "0", "-1", "null", "{}", "\u0001", "a\0b", "a\u007fb",
        new('x', 255), new('x', 256), new('"', 4000), new('*', 7000), string.Concat(Enumerable.Repeat("\"1\",", 1500)), new('x', 20_000),
    ];

    public static IReadOnlyList<string?> ContentTypes { get; } =
    [
        null, "", "text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "application/json; charset=utf-16", "application/json; charset=latin1",
        "application/json; charset=none", "application/json; charset=", "application/json, text/plain", "APPLICATION/JSON", "application/problem+json", "application/merge-patch+json", "json", "/", "*/*", "\u00ff",
    ];

    public static IReadOnlyList<string> Accepts { get; } =
        ["", "*/*", "application/json", "application/problem+json", "text/html", "text/event-stream", "image/png", "none", "application/json;q=0", "*/*;q=0", ";;", "\u00ff", new('a', 5000)];

    public static IReadOnlyList<string> Methods { get; } = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "BREW", "A"];
}
