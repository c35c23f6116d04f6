namespace Shared.Contracts;

/// <summary>What Inventory decided about a paid order; it returns the receipt of the event with this word.</summary>
public static class Verdict
{
    /// <summary>Its stock is taken: the order is final.</summary>
    public const string Reserved = "reserved";

    /// <summary>It takes no stock, and a <c>refund_order</c> follows.</summary>
    public const string Refused = "refused";
}
