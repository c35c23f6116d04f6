namespace Payment.Api.Orders;

/// <summary>Where an order is in its life. Only a pending order changes, and a completed one that Inventory refuses.</summary>
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
