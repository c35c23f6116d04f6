using System.Text.Json.Nodes;

namespace Fuzz.Tests.Documents;

/// <summary>Something that a service offers, as its document describes it.</summary>
/// <param name="Method">Method in capitals.</param>
/// <param name="Path">Path with the names of its parameters in braces.</param>
/// <param name="Parameters">What it takes outside the body.</param>
/// <param name="Bodies">Schemas of the body it takes, by media type; none when it takes no body.</param>
/// <param name="Answers">Schemas of what it answers, by status and media type; without a body, no media type.</param>
internal sealed record Operation(
    string Method,
    string Path,
    IReadOnlyList<Parameter> Parameters,
    IReadOnlyDictionary<string, JsonNode> Bodies,
    IReadOnlyDictionary<int, IReadOnlyDictionary<string, JsonNode>> Answers)
{
    /// <summary>The first segment of the path: what the ids in it are of.</summary>
    public string Collection => Path.Split('/')[1];

    /// <summary>Whether a request of this method and path is one for this operation.</summary>
    public bool Takes(string method, string path)
    {
        var (described, given) = (Path.Split('/'), path.Split('/'));
        return (method == Method || (method, Method) == ("HEAD", "GET")) && described.Length == given.Length
            && described.Zip(given).All(pair =>
                pair.First == pair.Second || (pair.First.StartsWith('{') && pair.Second.Length > 0));
    }

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>A parameter of an operation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In">Where it stands: path, query or header.</param>
/// <param name="Schema">What it may be.</param>
internal sealed record Parameter(string Name, string In, JsonNode Schema);
