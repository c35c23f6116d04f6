namespace Fuzz.Tests.Requests;

/// <summary>What has broken services before, outside of bodies. Characters up to U+00FF are sent as octets.</summary>
internal static class Hostile
{
    /// <summary>Values of a parameter in the path, as they stand there.</summary>
    public static IReadOnlyList<string> Ids { get; } =
    [
        "no-such-id", "0", "-1", "*", "%2A", "null", "[]", "-", "+", "a b", "a%20b", "a;b", "a?limit=0", "a#b", "a//b",
        "",
        "..", ".", "%2e%2e", "..%2f", "%2F", "..%2F..%2F", "..%5C", "{07sd}:x", "%7B07sd%7D:x", "(1-0",
        "%", "%zz", "%00", "a%00b", "%01", "\u0001", "a%0D%0Ab", "%7F", "\u00e9", "%FF", "%C0%AF", "%ED%A0%80",
        "%E2%80%AE", "%F0%9F%98%80",
        "1-0", "1-1", "0-0", "1-0-0", "18446744073709551615-18446744073709551615", "18446744073709551616-0",
        "99999999999999999999-1",
        new('x', 200), new('x', 201), new('x', 7000), new('x', 9000),
    ];

    /// <summary>Values of a query parameter, as they stand there.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        "", "0", "1", "-1", "100", "101", "1.5", "1e2", "+5", " 5", "5%20", "05", "2147483648", "99999999999999999999",
        "%D9%A3",
        "many", "null", "true", "NaN", "!", "*", "[]", "a=b", "%", "%00", "%FF", "%ED%A0%80", "%0D%0A", "..%2f",
        // cursors
        "0-0-0", "0-1-0", "1-0", "1-0-16", "1--0-0", "9223372036854775807-9223372036854775807-2147483647", "--", "_w",
        "99999999999999999999-0-0",
        new('A', 3000), new('9', 300),
    ];

    /// <summary>Headers that servers and their frameworks have an opinion of.</summary>
    public static IReadOnlyList<string> Headers { get; } =
    [
        "X-Anything", "Host", "Cookie", "Authorization", "Origin", "Range", "Expect", "traceparent",
        "X-HTTP-Method-Override", "Content-Encoding", "Last-Event-ID", "If-Match",
    ];

    /// <summary>Values of a header. None asks to be waited for: a wait that is granted is slow, and no fault.</summary>
    public static IReadOnlyList<string> HeaderValues { get; } =
    [
        "", " ", "*", "1", "0", "-1", "null", "{}", ",", "k1,k2", "a;b=c", "two words", "a\tb", "a\0b", "a\u007fb",
        "\u0001", "\u00e9", "\u00ff",
        "\"", "\"\"", "\"1", "\"1\"", "W/\"1\"", "w/\"1\"", "\"1\", \"2\"", "\"1\",", "*, \"1\"", "\"1\" \"2\"",
        "\"a\tb\"",
        "wait", "wait=", "wait=-1", "wait=0", "wait=x", "wait=0;a=b", "wait=0, wait=30", "\"wait=30\"", "respond-async",
        "completed", "pending", "refunded", "gzip", "identity", "identity, br",
        new('x', 255), new('x', 256), new('"', 4000), new('*', 7000),
        string.Concat(Enumerable.Repeat("\"1\",", 1500)), new('x', 20_000),
    ];

    public static IReadOnlyList<string?> ContentTypes { get; } =
    [
        null, "", "json", "/", "*/*", "\u00ff", "text/plain", "application/xml", "application/x-www-form-urlencoded",
        "multipart/form-data", "APPLICATION/JSON", "application/problem+json", "application/merge-patch+json",
        "application/json, text/plain", "application/json; charset=utf-16", "application/json; charset=latin1",
        "application/json; charset=none", "application/json; charset=",
    ];

    public static IReadOnlyList<string> Accepts { get; } =
    [
        "", "*/*", "application/json", "application/problem+json", "text/html", "text/event-stream", "image/png",
        "none", "application/json;q=0", "*/*;q=0", ";;", "\u00ff", new('a', 5000),
    ];

    public static IReadOnlyList<string> Methods { get; } =
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "BREW", "A"];
}
