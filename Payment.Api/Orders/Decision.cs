namespace Payment.Api.Orders;

/// <summary>What became of the wish to change an order's status.</summary>
/// <param name="Status">The status that it has now; <see langword="null"/> when there is no such order.</param>
/// <param name="IsNew">Whether that was decided now; otherwise before, and nothing changed.</param>
public sealed record Decision(OrderStatus? Status, bool IsNew);
