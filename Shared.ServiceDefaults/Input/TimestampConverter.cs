using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Contracts;

namespace Shared.ServiceDefaults.Input;

/// <summary>Writes times in their one form; the framework leaves out zeros, so that each would have another.</summary>
internal sealed class TimestampConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Timestamp.Format(value));
}
