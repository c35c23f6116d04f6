using System.ComponentModel.DataAnnotations;

namespace Inventory.Api.Products;

/// <summary>Units that came in or got lost.</summary>
public sealed record ChangeStock
{
    /// <summary>Units to add; below zero, units to remove; not zero.</summary>
    /// <example>20</example>
    [Required, Range(-Product.MaxQuantity, Product.MaxQuantity)]
    [DeniedValues(0, ErrorMessage = "A change of zero units is none.")]
    public int? Delta { get; init; }
}
