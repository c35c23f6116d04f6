using System.Diagnostics.Metrics;

namespace Inventory.Api.Products;

/// <summary>What Inventory tells about orders, under the name of its assembly.</summary>
internal static class InventoryInstruments
{
    private static readonly Counter<long> _orders = new Meter("Inventory.Api").CreateCounter<long>(
        "inventory.orders", "{order}", "Orders that were decided, by outcome: reserved, or why they were refused.");

    /// <summary>Counts an order that was decided now.</summary>
    public static void Decided(Reservation reservation) =>
        _orders.Add(1, new KeyValuePair<string, object?>("outcome", reservation.Refusal ?? "reserved"));
}
