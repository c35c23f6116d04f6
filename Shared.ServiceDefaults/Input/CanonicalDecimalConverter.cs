using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Contracts;

namespace Shared.ServiceDefaults.Input;

/// <summary>Writes amounts in their one form: 10, not 10.00, so that an order reads the same in every answer.</summary>
internal sealed class CanonicalDecimalConverter : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? Money.Parse(reader.GetString()!) ?? throw new JsonException()
            : reader.GetDecimal();

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteRawValue(Money.Format(value), skipInputValidation: true);
}
