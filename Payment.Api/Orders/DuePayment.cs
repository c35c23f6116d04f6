namespace Payment.Api.Orders;

/// <summary>A payment that is due.</summary>
/// <param name="OrderId">Its order.</param>
/// <param name="Order">The order as it was when the payment was claimed; <see langword="null"/> when there is none.</param>
/// <param name="Fault">Why the order that there is could not be read.</param>
public sealed record DuePayment(string OrderId, Order? Order, UnreadableOrderException? Fault = null);
