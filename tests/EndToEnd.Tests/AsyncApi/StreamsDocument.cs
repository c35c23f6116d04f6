using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using YamlDotNet.Serialization;

namespace EndToEnd.Tests.AsyncApi;

/// <summary>The AsyncAPI document of the two streams.</summary>
internal sealed class StreamsDocument
{
    private const string Schemas = "#/components/schemas/";

    private readonly JsonNode _root = Read();

    /// <summary>A part of the document, by the names that lead to it.</summary>
    public JsonNode this[params string[] path] => path.Aggregate(_root, (part, name) => part[name]!);

    /// <summary>The fields that a schema itself describes.</summary>
    public IEnumerable<string> Fields(string schema) =>
        this["components", "schemas", schema, "properties"].AsObject().Select(property => property.Key);

    /// <summary>What speaks against an entry being a message of this name.</summary>
    public async Task<IReadOnlyList<string>> ErrorsAsync(string message, Dictionary<string, string> entry)
    {
        // The library resolves only what lies in "definitions".
        var schemas = new JsonObject
        {
            ["$ref"] = $"{Schemas}{message}",
            ["definitions"] = this["components", "schemas"].DeepClone(),
        };
        var schema = await JsonSchema.FromJsonAsync(
            schemas.ToJsonString().Replace(Schemas, "#/definitions/", StringComparison.Ordinal));
        return [.. schema.Validate(JsonSerializer.Serialize(entry)).Select(error => error.ToString())];
    }

    private static JsonNode Read()
    {
        var text = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "asyncapi.yaml"));
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build()
            .Deserialize(text);
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(yaml))!;
    }
}
