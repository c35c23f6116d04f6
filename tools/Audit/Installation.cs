using Shared.Contracts;
using StackExchange.Redis;

namespace Audit;

/// <summary>The three Redis servers of an installation, and what Payment is told; the audit only reads.</summary>
public sealed record Installation(IDatabase InventoryStore, IDatabase PaymentStore, IDatabase Broker)
{
    /// <summary>The groups that Payment waits for: <c>Outbox:Groups</c>.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [OrderCompleted.Group];

    /// <summary>
    /// Whether Inventory's answers confirm orders; not where <c>Outbox:Confirmation</c> is <c>Publish</c>.
    /// </summary>
    public bool Confirms { get; init; } = true;

    /// <summary>
    /// Orders that were dead letters and are no more. Their verdict went back once only, and may be lost.
    /// </summary>
    public IReadOnlySet<string> Redriven { get; init; } = new HashSet<string>();

    /// <summary>Connects to the servers.</summary>
    public static async Task<Installation> ConnectAsync(string inventoryStore, string paymentStore, string broker)
    {
        static async Task<IDatabase> Open(string connectionString) =>
            (await ConnectionMultiplexer.ConnectAsync(connectionString)).GetDatabase();
        return new(await Open(inventoryStore), await Open(paymentStore), await Open(broker));
    }
}
