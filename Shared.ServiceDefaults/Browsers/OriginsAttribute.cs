using System.ComponentModel.DataAnnotations;
using Shared.Redis.Settings;

namespace Shared.ServiceDefaults.Browsers;

/// <summary>Takes origins only (RFC 6454, section 6.2): scheme, host and port, and nothing behind them but a slash.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OriginsAttribute : ValidationAttribute
{
    /// <summary>An origin as a browser sends it, or <c>*</c>; <see langword="null"/> when the text is none.</summary>
    public static string? ToOrigin(string text) => text == "*" ? text
        : Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" }
        ? uri.GetLeftPart(UriPartial.Authority)
        : null;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        ((TextList)value!).Find(text => ToOrigin(text) is null) is { } wrong
            ? new ValidationResult($"origins such as http://localhost:3000, or *, and {wrong} is none")
            : ValidationResult.Success;
}
