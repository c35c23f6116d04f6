using System.Globalization;
using System.Text;

namespace Fuzz.Tests.Answers;

/// <summary>What a service answered.</summary>
/// <param name="Status">Status code; 0 when there was no answer.</param>
/// <param name="Headers">Headers in their order.</param>
/// <param name="Body">Body as text; of a stream of events nothing is read.</param>
internal sealed record Answer(int Status, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    /// <summary>The connection was closed without an answer.</summary>
    public static Answer Closed { get; } = new(0, [], "closed without an answer");

    /// <summary>Nothing came for as long as anybody waits.</summary>
    public static Answer Late { get; } = new(0, [], "no answer in time");

    /// <summary>Media type, without its parameters; empty when there is none.</summary>
    public string MediaType => Header("Content-Type").FirstOrDefault("").Split(';')[0];

    public bool IsJson => MediaType is "application/json" or "application/problem+json";

    public IEnumerable<string> Header(string name) =>
        Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value);

    /// <summary>Reads an answer from what has come so far.</summary>
    /// <param name="octets">What has come.</param>
    /// <param name="isAll">Whether nothing more comes.</param>
    /// <returns><see langword="null"/> while it is not whole.</returns>
    public static Answer? Read(ReadOnlySpan<byte> octets, bool isAll)
    {
        var end = octets.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var lines = Encoding.Latin1.GetString(octets[..end]).Split("\r\n");
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).Select(parts => (parts[0], parts[1]));
        var head = new Answer(status, [.. headers], "");
        if (head.MediaType == "text/event-stream")
        {
            return head;
        }

        var isChunked = head.Header("Transfer-Encoding").Any();
        var body = octets[(end + 4)..];
        var length = head.Header("Content-Length").Select(int.Parse).FirstOrDefault(isChunked ? int.MaxValue : 0);
        return isAll || body.Length >= length
            ? head with { Body = Encoding.UTF8.GetString(isChunked ? Join(body) : body) }
            : null;
    }

    private static byte[] Join(ReadOnlySpan<byte> chunks)
    {
        var whole = new List<byte>();
        while (chunks.IndexOf("\r\n"u8) is >= 0 and var line
            && int.Parse(chunks[..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var length)
        {
            whole.AddRange(chunks.Slice(line + 2, length));
            chunks = chunks[(line + 2 + length + 2)..];
        }

        return [.. whole];
    }
}
