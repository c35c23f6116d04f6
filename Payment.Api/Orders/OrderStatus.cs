namespace Payment.Api.Orders;

/// <summary>
/// Where an order is in its life: pending until it is paid, then completed, or declined when the payment is refused. One
/// that Inventory refuses is refunded, which a pending one is too should its refusal come first. Nothing else changes.
/// </summary>
public enum OrderStatus
{
    /// <summary>Accepted; its payment is being processed.</summary>
    Pending,

    /// <summary>Paid; Inventory has been told to take the stock.</summary>
    Completed,

    /// <summary>Inventory refused it and the money goes back.</summary>
    Refunded,

    /// <summary>The payment was refused; what may have been charged goes back.</summary>
    Declined,
}
