namespace Inventory.Api.Products;

/// <summary>What became of a request to create or to change a product.</summary>
/// <param name="Product">The product as the request left it; <see langword="null"/> when it had no effect.</param>
public sealed record ProductChange(ChangeOutcome Outcome, Product? Product = null);
