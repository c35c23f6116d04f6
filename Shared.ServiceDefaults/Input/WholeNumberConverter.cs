using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Contracts;

namespace Shared.ServiceDefaults.Input;

/// <summary>Takes what is an integer to JSON Schema, and so to our documents: also 5.0 and 5e0, also as text.</summary>
internal sealed class WholeNumberConverter : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var plain)
            ? plain
            : WholeNumber.Parse(JsonElement.ParseValue(ref reader).ToString()) ?? throw new JsonException();

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);
}
