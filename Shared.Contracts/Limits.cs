namespace Shared.Contracts;

/// <summary>The bounds that both services and both streams share.</summary>
public static class Limits
{
    /// <summary>Longest id, in characters, of an order or a product from any producer.</summary>
    public const int IdLength = 200;

    /// <summary>Fewest units in one order.</summary>
    public const int MinOrderQuantity = 1;

    /// <summary>Most units in one order.</summary>
    public const int MaxOrderQuantity = 1_000_000;

    /// <summary>Lowest unit price, in currency units.</summary>
    public const string MinPrice = "0.01";

    /// <summary>Highest unit price, in currency units.</summary>
    public const string MaxPrice = "1000000";
}
