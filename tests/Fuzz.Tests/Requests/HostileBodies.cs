namespace Fuzz.Tests.Requests;

/// <summary>
/// Bodies, and values in them, that have broken services before. A character up to U+00FF is sent as that octet.
/// </summary>
internal static class HostileBodies
{
    private const int MaxBodyBytes = 16 * 1024;

    private static readonly string _deep = new('[', 5000);

    // What stands between quotes, as it is written there.
    private static readonly string[] _texts =
    [
        "", " ", "1", " 1", "1 ", "NaN", "1e400", "0x10", "1,5", "1_000", "٣", "+1", "-1", "1e2", "null",
        @"a\u0000b", "a\0b", @"\u0001", "\u0001", @"\u007f", @"\u200b", @"\ufeff", @"\u202egnp", @"e\u0301",
        @"\ud83d", @"\ude00\ud83d", @"\ud83d\ude00", "\u00e9", "\u00ff", "\u00c0\u00af", "\u00ed\u00a0\u0080",
        @"\x", "line\nbreak", @"\r\nX: y", "{07sd}:x", "*", "../..", "<script>",
        new('x', 199), new('x', 200), new('x', 201), new('x', 10_000), Faces(200), Faces(201),
    ];

    /// <summary>Values of a member, whatever its type. Some are no JSON.</summary>
    public static IReadOnlyList<string> Values { get; } =
    [
        .. _texts.Select(text => $"\"{text}\""),
        "null", "true", "false", "[]", "{}", "[1]", """{"a":1}""", _deep, $"{_deep}{new string(']', _deep.Length)}",
        "", "NaN", "Infinity", "undefined", "'x'", "\"open",
        "0", "-0", "-1", "1", "1.5", "5.0", "5e0", "500e-2",
        "01", "+1", "1.", ".5", "0x10", "1e0", "1e2", "1e400", "-1e400", "1e-400",
        "2147483647", "2147483648", "-2147483649", "9223372036854775808", "79228162514264337593543950336",
        new('9', 400), "0.001", "0.009999", "1000000.001",
    ];

    /// <summary>Bodies as a whole, made of one that was good.</summary>
    public static IReadOnlyList<Func<string, string>> Wholes { get; } =
    [
        _ => "", _ => " ", _ => "null", _ => "[]", _ => "1", _ => "\"text\"", _ => "{", _ => "{}", _ => _deep,
        _ => "\0",
        _ => "\u00ff\u00fe{\0}\0", // UTF-16
        body => $"\u00ef\u00bb\u00bf{body}", // with a byte order mark
        body => $"[{body}]", body => body + body, body => body[..^1], body => $"{body},", body => $"{body}\0",
        body => body.Replace("}", ",}"), body => body.Replace("{", "{/* */"), body => body.Replace('"', '\''),
        body => body.Replace("{", "{\"__proto__\":{},"), body => body.Replace("{", "{\"\":1,"),
        body => body.PadLeft(MaxBodyBytes), body => body.PadLeft(MaxBodyBytes + 1), body => body.PadRight(40_000),
        body => string.Join('\0', body.ToCharArray()),
    ];

    private static string Faces(int count) => string.Concat(Enumerable.Repeat("😀", count));
}
