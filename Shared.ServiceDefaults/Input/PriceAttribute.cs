using System.ComponentModel.DataAnnotations;
using Shared.Contracts;

namespace Shared.ServiceDefaults.Input;

/// <summary>Takes unit prices that every service takes. Its text bounds mean the same in every culture.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PriceAttribute : RangeAttribute
{
    public PriceAttribute() : base(typeof(decimal), Limits.MinPrice, Limits.MaxPrice) =>
        ParseLimitsInInvariantCulture = true;
}
