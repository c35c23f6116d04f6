using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fuzz.Tests.Documents;

namespace Fuzz.Tests.Requests;

/// <summary>Values that a schema allows, its boundaries among them.</summary>
internal sealed class GoodValues(ApiDocument document, Random random)
{
    private const int MaxLength = 200;

    /// <summary>A value as JSON. A number may be written as text, and a whole one with an exponent.</summary>
    public string Json(JsonNode schema)
    {
        var value = One(document.Resolve(schema));
        return value is string text ? JsonSerializer.Serialize(text) : random.Next(10) switch
        {
            0 => $"\"{Text(value)}\"",
            1 => $"{Text(value)}e0",
            _ => Text(value),
        };
    }

    /// <summary>A value as a parameter has it.</summary>
    public string Plain(JsonNode schema) => Text(One(document.Resolve(schema)));

    private object One(JsonNode schema)
    {
        var types = schema["type"]!.ToJsonString();
        var isWhole = types.Contains("integer");
        return isWhole || types.Contains("number") ? Number(schema, isWhole) : (object)Word(schema);
    }

    private decimal Number(JsonNode schema, bool isWhole)
    {
        var (least, most) = (schema["minimum"]!.GetValue<decimal>(), schema["maximum"]!.GetValue<decimal>());
        return random.Next(6) switch
        {
            0 => least,
            1 => most,
            2 => schema["examples"]?[0]!.GetValue<decimal>() ?? least,
            // Small ones, mostly.
            _ => decimal.Round(
                Math.Clamp((decimal)Math.Pow(10, random.NextDouble() * 4), least, most), isWhole ? 0 : 2),
        };
    }

    private string Word(JsonNode schema)
    {
        var length = random.Next(6) switch
        {
            0 => 1,
            1 => schema["maxLength"]?.GetValue<int>() ?? MaxLength,
            _ => random.Next(1, 20),
        };
        return random.Next(3) == 0 && schema["examples"] is { } examples
            ? $"{examples[0]}"
            : new([.. Enumerable.Range(0, length).Select(_ => "abcXYZ019_-"[random.Next(11)])]);
    }

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
