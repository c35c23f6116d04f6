using Audit;

namespace Lab.Books;

/// <summary>An order as both services know it; Payment first, as Inventory decides before Payment hears of it.</summary>
/// <param name="Order">What Payment says; <see langword="null"/> when it does not have the order.</param>
/// <param name="HasStock">Whether Inventory says that its stock is taken.</param>
internal sealed record OrderLine(OrderEntry? Order, bool HasStock)
{
    public static readonly OrderLine Unread = new(null, false);

    public string State => Order?.State ?? "missing";

    public long Units => Order?.Quantity ?? 0;

    public decimal Total => Order?.Total ?? 0;

    /// <summary>Whether it never changes again.</summary>
    public bool IsFinal => State is "confirmed" or "refunded" or "declined";

    /// <summary>Paid for without goods, or not there at all.</summary>
    public bool IsLost => Order is null || (State == "confirmed" && !HasStock);

    /// <summary>The money went back, or was never taken, and the goods went out.</summary>
    public bool IsDoubled => HasStock && State is ("refunded" or "declined");

    public static async Task<OrderLine> ReadAsync(Installation installation, string id)
    {
        var order = await Ledger.ReadOrderAsync(installation, id);
        return new(order, order is not null && await Ledger.ReadDecisionAsync(installation, order) == "reserved");
    }
}
