using System.ComponentModel.DataAnnotations;

namespace Shared.ServiceDefaults.Console;

/// <summary>Takes the address of a service only: http or https, a host, perhaps a port and the beginning of a path.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpAddressAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is null or Uri
        {
            IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "",
        }
            ? ValidationResult.Success
            : new ValidationResult("an address such as http://localhost:8000");
}
