namespace Shared.Contracts;

/// <summary>Why Inventory refused a paid order; the <c>reason</c> of a <c>refund_order</c> entry.</summary>
public static class RefusalReason
{
    /// <summary>The product does not exist, or no longer.</summary>
    public const string ProductNotFound = "product_not_found";

    /// <summary>Fewer units are in stock than were ordered.</summary>
    public const string InsufficientStock = "insufficient_stock";

    /// <summary>The product costs something else than the customer was quoted.</summary>
    public const string PriceChanged = "price_changed";

    /// <summary>The entry names an order, but a value in it cannot be used.</summary>
    public const string InvalidEvent = "invalid_event";
}
