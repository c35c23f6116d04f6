namespace Payment.Api.Orders;

/// <summary>Where an order is in its life. Only <see cref="Pending"/> and, if Inventory refuses it, <see cref="Completed"/> change.</summary>
public enum OrderStatus
{
    /// <summary>Accepted; its payment is being processed.</summary>
    Pending,

    /// <summary>Paid; Inventory has been told to take the stock.</summary>
    Completed,

    /// <summary>Inventory refused it and the money went back.</summary>
    Refunded,

    /// <summary>The payment was refused; nothing was charged.</summary>
    Declined,
}
