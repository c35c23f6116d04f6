using System.ComponentModel;
using System.Globalization;

namespace Shared.Redis.Settings;

/// <summary>Texts of a setting: one value with commas between them, or a value for each (<c>Cors:Origins:0</c>).</summary>
[TypeConverter(typeof(Converter))]
public sealed class TextList : List<string>
{
    /// <summary>Reads one value.</summary>
    public static TextList Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private sealed class Converter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
            sourceType == typeof(string);

        public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            Parse((string)value);
    }
}
