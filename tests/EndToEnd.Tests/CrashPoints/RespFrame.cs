using System.Globalization;
using System.Text;

namespace EndToEnd.Tests.CrashPoints;

/// <summary>One request or reply of the Redis protocol, RESP2 or RESP3, as the bytes that passed.</summary>
internal static class RespFrame
{
    /// <summary>Length of the frame that begins a buffer, in bytes; 0 when its end has not arrived yet.</summary>
    public static int Length(ReadOnlySpan<byte> buffer)
    {
        var headerEnd = buffer.IndexOf("\r\n"u8);
        if (headerEnd < 0)
        {
            return 0;
        }

        var end = headerEnd + 2;
        switch ((char)buffer[0])
        {
            case '$' or '=' or '!' when Number(buffer[1..headerEnd]) is >= 0 and var size:
                end += size + 2;
                return end <= buffer.Length ? end : 0;
            case '*' or '~' or '>' or '%' or '|':
                // A map counts its pairs; attributes are pairs too, in front of the value they belong to.
                var parts = Number(buffer[1..headerEnd]);
                parts = (char)buffer[0] switch { '%' => 2 * parts, '|' => (2 * parts) + 1, _ => parts };
                for (; parts > 0; parts--)
                {
                    var part = Length(buffer[end..]);
                    if (part == 0)
                    {
                        return 0;
                    }

                    end += part;
                }

                return end;
            default:
                return end; // Numbers, simple texts, errors, and absent values such as $-1.
        }
    }

    /// <summary>The words of a request, which is an array of bulk strings.</summary>
    public static string[] Words(ReadOnlySpan<byte> request)
    {
        var headerEnd = request.IndexOf("\r\n"u8);
        var words = new string[Number(request[1..headerEnd])];
        request = request[(headerEnd + 2)..];
        for (var i = 0; i < words.Length; i++)
        {
            var size = Number(request[1..request.IndexOf("\r\n"u8)]);
            var frame = Length(request);
            words[i] = Encoding.UTF8.GetString(request.Slice(frame - size - 2, size));
            request = request[frame..];
        }

        return words;
    }

    /// <summary>Whether a reply hands something over: no absent value, no empty list, and no error.</summary>
    public static bool HandsOver(ReadOnlySpan<byte> reply) =>
        (char)reply[0] is not ('_' or '-' or '!') && !reply.StartsWith("*-1"u8) && !reply.StartsWith("*0"u8)
        && !reply.StartsWith("%0"u8) && !reply.StartsWith("$-1"u8);

    /// <summary>Whether a frame from the server answers no request.</summary>
    public static bool IsPush(ReadOnlySpan<byte> frame) => frame[0] == '>';

    private static int Number(ReadOnlySpan<byte> digits) =>
        int.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
