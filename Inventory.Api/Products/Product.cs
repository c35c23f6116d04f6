using System.Text.Json.Serialization;

namespace Inventory.Api.Products;

/// <summary>Something that can be ordered.</summary>
/// <param name="Id" example="0197c1f2-5a3e-7c4d-9b1a-2f6e8d0c4b7a">Id of the product.</param>
/// <param name="Name" example="Espresso cup">What it is called.</param>
/// <param name="Price" example="19.99">Price of one unit, in currency units.</param>
/// <param name="Quantity" example="5">Units in stock.</param>
public sealed record Product(string Id, string Name, decimal Price, int Quantity)
{
    /// <summary>Most units in stock.</summary>
    public const int MaxQuantity = 1_000_000_000;

    /// <summary>Counts the changes, reservations included; a new product has 1.</summary>
    [JsonIgnore]
    public long Version { get; init; } = 1;

    /// <summary>The strong entity tag of this version (RFC 9110, section 8.8.3).</summary>
    [JsonIgnore]
    public string ETag => $"\"{Version}\"";
}
