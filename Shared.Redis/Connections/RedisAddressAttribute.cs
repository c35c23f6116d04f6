using System.ComponentModel.DataAnnotations;

namespace Shared.Redis.Connections;

/// <summary>Takes what <see cref="RedisAddress"/> can read.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RedisAddressAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        try
        {
            RedisAddress.Parse((string)value!);
            return ValidationResult.Success;
        }
        catch (FormatException fault)
        {
            return new ValidationResult(fault.Message);
        }
    }
}
