using System.ComponentModel.DataAnnotations;

namespace Shared.ServiceDefaults.Input;

/// <summary>Refuses amounts with more decimals than the currency has.</summary>
/// <param name="decimals">Most digits behind the decimal point.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MaxDecimalsAttribute(int decimals) : ValidationAttribute($"Must have at most {decimals} decimals.")
{
    /// <summary>Most digits behind the decimal point.</summary>
    public int Decimals => decimals;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not decimal amount || decimal.Round(amount, decimals) == amount;
}
