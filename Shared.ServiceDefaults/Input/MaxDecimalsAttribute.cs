using System.ComponentModel.DataAnnotations;

namespace Shared.ServiceDefaults.Input;

/// <summary>Refuses amounts with more decimals than the currency has.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MaxDecimalsAttribute(int decimals) : ValidationAttribute($"Must have at most {decimals} decimals.")
{
    public override bool IsValid(object? value) =>
        value is not decimal amount || decimal.Round(amount, decimals) == amount;
}
