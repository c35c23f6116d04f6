namespace Payment.Api.Orders;

/// <summary>What became of the wish to place an order.</summary>
/// <param name="IsNew">Whether it was placed now; otherwise its id belongs to one that was placed before.</param>
public sealed record Placement(Order Order, bool IsNew);
