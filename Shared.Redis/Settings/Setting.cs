using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Shared.Redis.Logging;

namespace Shared.Redis.Settings;

/// <summary>One setting: a property of an options class.</summary>
/// <param name="Path">Its section and name.</param>
/// <param name="Property">What it is bound to.</param>
internal sealed partial record Setting(string Path, PropertyInfo Property)
{
    private readonly Type _type = Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    private bool IsSection => _type.IsClass && !TypeDescriptor.GetConverter(_type).CanConvertFrom(typeof(string));

    private bool IsSecret => Property.IsDefined(typeof(SecretAttribute));

    /// <summary>The settings of a section, those of the classes in it included.</summary>
    public static IEnumerable<Setting> Of(SettingsSection section)
    {
        foreach (var property in section.Type.GetProperties().Where(property => property.CanWrite))
        {
            var setting = new Setting($"{section.Path}:{property.Name}", property);
            if (setting.IsSection)
            {
                foreach (var inner in Of(new SettingsSection(setting.Path, property.PropertyType)))
                {
                    yield return inner;
                }
            }
            else
            {
                yield return setting;
            }
        }
    }

    /// <summary>What is wrong with the value, and what is allowed; <see langword="null"/> if it can be used.</summary>
    public string? FindFault(IConfigurationSection configured)
    {
        if (!configured.Exists() || _type == typeof(IConfigurationSection))
        {
            return null; // The default stands, or it is another's to read.
        }

        var problem = Read(configured) is { } value ? FindBrokenRule(value) : Allowed();
        var text = IsSecret || configured.Value is null ? Path : $"{Path}={configured.Value.Printable()}";
        return problem is null ? null : $"{text} cannot be used; it must be {problem}.";
    }

    /// <summary>The value as its type; <see langword="null"/> when the text is none of that type.</summary>
    private object? Read(IConfigurationSection configured)
    {
        if (_type == typeof(TextList))
        {
            return configured.Get<TextList>();
        }

        // An empty number is no number, and what is not there is a variable that somebody forgot to set.
        if (configured.Value is not { } text
            || (text.Length == 0 && _type != typeof(string))
            || (_type == typeof(TimeSpan) && !Duration().IsMatch(text)))
        {
            return null;
        }

        try
        {
            return TypeDescriptor.GetConverter(_type).ConvertFromInvariantString(text);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private string? FindBrokenRule(object value)
    {
        var context = new ValidationContext(value);
        foreach (var rule in Property.GetCustomAttributes<ValidationAttribute>())
        {
            if (rule.GetValidationResult(value, context) is { } broken)
            {
                var isOfFramework = rule.GetType().Assembly == typeof(RangeAttribute).Assembly;
                return isOfFramework && rule.ErrorMessage is null ? Allowed() : broken.ErrorMessage;
            }
        }

        return null;
    }

    private string Allowed()
    {
        var kind = _type switch
        {
            _ when _type == typeof(bool) => "true or false",
            _ when _type == typeof(TimeSpan) => "a duration such as 00:00:10",
            _ when _type == typeof(string) => "some text",
            _ when _type == typeof(Uri) => "a URL",
            _ when _type.IsEnum => string.Join(" or ", Enum.GetNames(_type)),
            _ when _type == typeof(int) || _type == typeof(long) => "a whole number",
            _ => "a number",
        };
        return Property.GetCustomAttribute<RangeAttribute>() is { } range
            ? $"{kind}, from {range.Minimum} to {range.Maximum}"
            : kind;
    }

    // What is shorter would be read too: 1 as a day, and 00:10 as ten minutes.
    [GeneratedRegex(@"^(\d+\.)?\d{1,2}:\d\d:\d\d(\.\d+)?$")]
    private static partial Regex Duration();
}
