namespace Inventory.Api.Products;

/// <summary>What became of an order's stock.</summary>
/// <param name="Refusal">
/// Why the order was refused, one of <see cref="Shared.Contracts.RefusalReason"/>; <see langword="null"/> when its
/// stock was taken.
/// </param>
/// <param name="IsNew">Whether it was decided now; otherwise the order was seen before and nothing changed.</param>
public sealed record Reservation(string? Refusal, bool IsNew);
