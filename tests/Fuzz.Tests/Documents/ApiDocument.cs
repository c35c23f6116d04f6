using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;

namespace Fuzz.Tests.Documents;

/// <summary>The OpenAPI 3.1 document of a service.</summary>
internal sealed partial class ApiDocument
{
    private const string Schemas = "#/components/schemas/";

    private readonly JsonNode _root;
    private readonly Dictionary<JsonNode, JsonSchema> _compiled = [];

    public ApiDocument(string service)
    {
        var file = Path.Combine(TestContext.CurrentContext.TestDirectory, $"{service}.openapi.json");
        _root = JsonNode.Parse(File.ReadAllText(file))!;
        Operations =
        [
            .. from path in _root["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               select Read(path.Key, operation.Key, operation.Value!),
        ];
    }

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>What every error is, documented for an operation or not.</summary>
    public JsonNode Problem => this[nameof(Problem)];

    /// <summary>
    /// The operation that a request is for, as a web server finds it: known methods in any letters, dots in the path
    /// resolved, a slash behind it ignored.
    /// </summary>
    /// <returns><see langword="null"/> when the document has none.</returns>
    public Operation? Find(string method, string path)
    {
        var address = new Uri($"http://localhost{path.Replace("#", "%23", StringComparison.Ordinal)}");
        var resolved = address.AbsolutePath.TrimEnd('/');
        return Operations.FirstOrDefault(operation => operation.Takes(method.ToUpperInvariant(), resolved));
    }

    /// <summary>The schema itself, when this one only refers to it.</summary>
    public JsonNode Resolve(JsonNode schema) =>
        schema["$ref"] is { } reference ? this[$"{reference}"[Schemas.Length..]] : schema;

    /// <summary>What speaks against a text being JSON of this schema.</summary>
    public async Task<IReadOnlyList<string>> ErrorsAsync(JsonNode schema, string json)
    {
        if (!IsJson(json))
        {
            return ["no JSON"];
        }

        if (!_compiled.TryGetValue(schema, out var compiled))
        {
            // The library resolves only what lies in "definitions", and within a reference not everything.
            var whole = Resolve(schema).DeepClone();
            whole["definitions"] = Components.DeepClone();
            compiled = await JsonSchema.FromJsonAsync(
                whole.ToJsonString().Replace(Schemas, "#/definitions/", StringComparison.Ordinal));
            _compiled.Add(schema, compiled);
        }

        return [.. compiled.Validate(Pair().Replace(json, "x")).Select(error => $"{error.Path}: {error.Kind}")];
    }

    // One character for JSON Schema, but two for the library.
    [GeneratedRegex(@"\\u[dD][89abAB]..\\u[dD][c-fC-F]..")]
    private static partial Regex Pair();

    private JsonNode Components => _root["components"]!["schemas"]!;

    private JsonNode this[string schema] => Components[schema]!;

    private static bool IsJson(string text)
    {
        try
        {
            return JsonElement.Parse(text).ValueKind != JsonValueKind.Undefined;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Operation Read(string path, string method, JsonNode operation) => new(
        method.ToUpperInvariant(),
        path,
        [
            .. from parameter in operation["parameters"]?.AsArray() ?? []
               select new Parameter($"{parameter["name"]}", $"{parameter["in"]}", parameter["schema"]!),
        ],
        Content(operation["requestBody"]),
        operation["responses"]!.AsObject().ToDictionary(
            answer => int.Parse(answer.Key, CultureInfo.InvariantCulture),
            IReadOnlyDictionary<string, JsonNode> (answer) => Content(answer.Value)));

    private static Dictionary<string, JsonNode> Content(JsonNode? part) =>
        (part?["content"]?.AsObject() ?? []).ToDictionary(content => content.Key, content => content.Value!["schema"]!);
}
