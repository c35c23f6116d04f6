using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Shared.ServiceDefaults.Proxies;

/// <summary>Takes the beginning of a path that can be put before any other, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed partial class PathPrefixAttribute : ValidationAttribute
{
    /// <summary>
    /// Whether the text is one. With two slashes at its beginning an address would lead to another host (RFC 3986,
    /// section 4.2), and dots would lead out of the prefix.
    /// </summary>
    public static bool IsPrefix(string text) => Segments().IsMatch(text);

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        IsPrefix((string)value!)
            ? ValidationResult.Success
            : new ValidationResult("empty, or a path such as /shop that begins with a slash and does not end with one");

    [GeneratedRegex(@"^(/(?!\.{1,2}(/|\z))[\w.~-]+)*\z")]
    private static partial Regex Segments();
}
