using System.Text;
using Fuzz.Tests.Documents;

namespace Fuzz.Tests.Requests;

/// <summary>
/// A request as it goes over the wire. Each character stands for one octet (Latin-1), so that it can be anything.
/// </summary>
/// <param name="Operation">The operation that it is for, as far as the document knows one.</param>
/// <param name="Method">Method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">Headers in their order; a name may occur more than once.</param>
/// <param name="Body">Body; empty when there is none.</param>
internal sealed record Request(
    Operation? Operation, string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    public string Path => Target.Split('?')[0];

    /// <summary>The values of a header, as they were written.</summary>
    public IEnumerable<string> Header(string name) =>
        Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value);

    public byte[] ToOctets() => Encoding.Latin1.GetBytes(ToText());

    /// <summary>A command that sends exactly this again.</summary>
    public string ToCommand(int port)
    {
        var text = new StringBuilder();
        foreach (var octet in ToText())
        {
            text.Append(octet switch
            {
                '\r' => "\\r",
                '\n' => "\\n",
                '\\' => @"\\",
                '\'' or < ' ' or > '~' => $"\\x{(int)octet:x2}",
                _ => $"{octet}",
            });
        }

        return $"printf %b '{text}' | nc localhost {port}";
    }

    private string ToText()
    {
        var headers = string.Concat(Headers.Select(header => $"{header.Name}: {header.Value}\r\n"));
        return $"{Method} {Target} HTTP/1.1\r\n{headers}\r\n{Body}";
    }
}
