using System.ComponentModel.DataAnnotations;
using Shared.Contracts;
using Shared.ServiceDefaults.Input;

namespace Payment.Api.Orders;

/// <summary>An order to be placed.</summary>
public sealed record PlaceOrder
{
    /// <summary>Id of the product, as Inventory gave it.</summary>
    /// <example>0197c1f2-5a3e-7c4d-9b1a-2f6e8d0c4b7a</example>
    [Required, Id]
    public string? ProductId { get; init; }

    /// <summary>Units ordered.</summary>
    /// <example>3</example>
    [Required, Range(Limits.MinOrderQuantity, Limits.MaxOrderQuantity)]
    public int? Quantity { get; init; }

    /// <summary>Unit price the customer was quoted, in currency units, with at most two decimals. If the product costs something else, the order is refunded.</summary>
    /// <example>19.99</example>
    [Required, Price, MaxDecimals(2)]
    public decimal? Price { get; init; }
}
