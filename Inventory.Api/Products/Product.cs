namespace Inventory.Api.Products;

/// <summary>Something that can be ordered.</summary>
/// <param name="Id">Id of the product.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Price">Price of one unit, in currency units.</param>
/// <param name="Quantity">Units in stock.</param>
public sealed record Product(string Id, string Name, decimal Price, int Quantity);
