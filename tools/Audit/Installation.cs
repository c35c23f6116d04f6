using StackExchange.Redis;

namespace Audit;

/// <summary>The three Redis servers of an installation; the audit only reads.</summary>
public sealed record Installation(IDatabase InventoryStore, IDatabase PaymentStore, IDatabase Broker)
{
    /// <summary>Connects to the servers.</summary>
    public static async Task<Installation> ConnectAsync(string inventoryStore, string paymentStore, string broker)
    {
        static async Task<IDatabase> Open(string connectionString) =>
            (await ConnectionMultiplexer.ConnectAsync(connectionString)).GetDatabase();
        return new(await Open(inventoryStore), await Open(paymentStore), await Open(broker));
    }
}
