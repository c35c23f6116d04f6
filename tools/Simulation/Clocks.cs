namespace Simulation;

/// <summary>
/// The clocks of both stores and of every service instance. The ids of stream entries alone come from the real clock of
/// their server, which nobody can set.
/// </summary>
internal sealed class Clocks
{
    // Payment says when an order was paid, and Inventory's store how long ago that is: together they may be wrong by
    // less than the fifty days after which Inventory no longer decides an order.
    private static readonly TimeSpan _someWeeks = TimeSpan.FromDays(20);

    // Inventory asks its own processes for nothing.
    private static readonly TimeSpan _anything = TimeSpan.FromDays(400);

    public Clocks(TimeProvider time, int instances)
    {
        SkewedClock[] Several(TimeSpan farthest) =>
            [.. Enumerable.Range(0, instances).Select(_ => new SkewedClock(time, farthest))];

        (InventoryStore, PaymentStore) = (new(time, _someWeeks), new(time, _someWeeks));
        (Inventory, Payment) = (Several(_anything), Several(_someWeeks));
    }

    public SkewedClock InventoryStore { get; }

    public SkewedClock PaymentStore { get; }

    public IReadOnlyList<SkewedClock> Inventory { get; }

    public IReadOnlyList<SkewedClock> Payment { get; }

    public IReadOnlyList<SkewedClock> All => [InventoryStore, PaymentStore, .. Inventory, .. Payment];
}
