using System.Globalization;
using System.Text;
using Fuzz.Tests.Documents;

namespace Fuzz.Tests.Requests;

/// <summary>A request in the making: its parts, all of which may still be spoilt.</summary>
internal sealed class Draft(Operation operation)
{
    public Operation Operation => operation;

    public string Method { get; set; } = operation.Method;

    /// <summary>Values of the parameters in the path, escaped as a URL needs it, or not.</summary>
    public Dictionary<string, string> Path { get; } = [];

    public List<(string Name, string Value)> Query { get; } = [];

    public List<(string Name, string Value)> Headers { get; } = [];

    /// <summary>Members of the body with their values as JSON, or what is meant to look like it.</summary>
    public List<(string Name, string Json)> Members { get; } = [];

    public string? ContentType { get; set; } = operation.Bodies.Keys.FirstOrDefault();

    /// <summary>Makes the whole body another one.</summary>
    public Func<string, string> Body { get; set; } = body => body;

    public Request ToRequest(ApiDocument document)
    {
        var path = Path.Aggregate(operation.Path, (path, part) =>
            path.Replace($"{{{part.Key}}}", part.Value, StringComparison.Ordinal));
        var query = string.Join('&', Query.Select(parameter => $"{parameter.Name}={parameter.Value}"));
        var target = Octets(query.Length > 0 ? $"{path}?{query}" : path);
        var body = Octets(Body(operation.Bodies.Count == 0 ? "" : Json()));
        List<(string Name, string Value)> headers = [("Host", "localhost"), ("Connection", "close"), .. Headers];
        if (ContentType is not null)
        {
            headers.Add(("Content-Type", ContentType));
        }

        if (body.Length > 0 || Method is "POST" or "PATCH" or "PUT")
        {
            headers.Add(("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture)));
        }

        var written = headers.Select(header => (header.Name, Octets(header.Value)));
        return new(document.Find(Method, path), Method, target, [.. written], body);
    }

    private string Json() => $"{{{string.Join(',', Members.Select(member => $"\"{member.Name}\":{member.Json}"))}}}";

    // Text beyond Latin-1 is sent as UTF-8; what is within it may be octets that are none, and is left alone.
    private static string Octets(string text) =>
        text.Any(character => character > 'ÿ') ? Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text)) : text;
}
