using System.ComponentModel.DataAnnotations;
using Shared.ServiceDefaults.Input;

namespace Inventory.Api.Products;

/// <summary>A product to be created.</summary>
public sealed record CreateProduct
{
    /// <summary>
    /// What it is called: 1 to 200 characters, at least one of them visible, and no control characters.
    /// </summary>
    /// <example>Espresso cup</example>
    [Required, PlainText(200)]
    public string? Name { get; init; }

    /// <summary>Price of one unit, in currency units, with at most two decimals.</summary>
    /// <example>19.99</example>
    [Required, Price, MaxDecimals(2)]
    public decimal? Price { get; init; }

    /// <summary>Units in stock at first.</summary>
    /// <example>5</example>
    [Required, Range(0, Product.MaxQuantity)]
    public int? Quantity { get; init; }
}
