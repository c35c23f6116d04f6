using System.Globalization;
using System.Text.Json.Nodes;
using Inventory.Api.Products;
using Payment.Api.Orders;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Consuming;
using Shared.Redis.Paging;
using StackExchange.Redis;

namespace Audit;

/// <summary>What Inventory says of a product.</summary>
public sealed record ProductEntry(string Id, long Quantity, long Received, long Reserved);

/// <summary>What Payment says of an order.</summary>
/// <param name="CompletedAt">When it was paid, ms; it was announced then.</param>
/// <param name="ConfirmedAt">When Inventory's answer came, ms.</param>
public sealed record OrderEntry(
    string Id,
    string ProductId,
    long Quantity,
    decimal Price,
    decimal Fee,
    string Status,
    long? CompletedAt,
    long? ConfirmedAt)
{
    /// <summary>What was to be charged.</summary>
    public decimal Total => (Price * Quantity) + Fee;

    /// <summary>Its status; <c>confirmed</c> when it is completed for good.</summary>
    public string State => ConfirmedAt is not null && Status == "completed" ? "confirmed" : Status;
}

/// <summary>What Inventory decided about an order.</summary>
public sealed record ReservationEntry(string OrderId, string Decision);

/// <summary>Everything that both services remember, read as it is now.</summary>
/// <param name="SetAside">Ids of the orders among Inventory's dead letters.</param>
public sealed record Ledger(
    IReadOnlyDictionary<string, ProductEntry> Products,
    IReadOnlyDictionary<string, OrderEntry> Orders,
    IReadOnlyList<ReservationEntry> Reservations,
    IReadOnlySet<string> SetAside)
{
    private const int Chunk = 1000;

    /// <summary>Reads both stores.</summary>
    public static async Task<Ledger> ReadAsync(Installation installation)
    {
        var products = await ReadProductsAsync(installation);
        var orders = await ReadAllAsync(
            installation.PaymentStore, OrderKeys.Index, async id => await ReadOrderAsync(installation, id)
                ?? throw new InvalidDataException($"{id} is listed by Payment, and not there."));
        return new(
            products.ToDictionary(product => product.Id),
            orders.ToDictionary(order => order.Id),
            await ReadReservationsAsync(installation.InventoryStore),
            await ReadSetAsideAsync(installation.InventoryStore));
    }

    /// <summary>Reads the products.</summary>
    public static Task<List<ProductEntry>> ReadProductsAsync(Installation installation) =>
        ReadAllAsync(installation.InventoryStore, ProductKeys.Index, async id =>
        {
            var fields = await installation.InventoryStore.HashGetAsync(
                ProductKeys.Product(id), ["quantity", "received", "reserved"]);
            return new ProductEntry(id, (long)fields[0], (long)fields[1], (long)fields[2]);
        });

    /// <summary>Ids of the orders that Payment lists.</summary>
    public static Task<List<string>> ListOrdersAsync(Installation installation) =>
        ReadAllAsync(installation.PaymentStore, OrderKeys.Index, Task.FromResult);

    /// <summary>Reads an order; <see langword="null"/> when there is none.</summary>
    public static async Task<OrderEntry?> ReadOrderAsync(Installation installation, string id)
    {
        var fields = await installation.PaymentStore.HashGetAsync(
            OrderKeys.Order(id),
            ["product_id", "quantity", "price", "fee", "status", "completed_at", "confirmed_at"]);
        return fields[4].IsNull ? null : new OrderEntry(
            id,
            $"{fields[0]}",
            (long)fields[1],
            Amount(fields[2]),
            Amount(fields[3]),
            $"{fields[4]}",
            (long?)fields[5],
            (long?)fields[6]);
    }

    /// <summary>What Inventory decided about an order; <see langword="null"/> when it has not, or has forgotten.</summary>
    public static async Task<string?> ReadDecisionAsync(Installation installation, OrderEntry order)
    {
        var (group, field) = ProductKeys.Reservation(Bucket.Of(order.ProductId), order.Id);
        return await installation.InventoryStore.HashGetAsync(group, field);
    }

    private static async Task<List<T>> ReadAllAsync<T>(IDatabase store, string index, Func<string, Task<T>> read)
    {
        var all = new List<T>();
        foreach (var bucket in Bucket.All)
        {
            foreach (var entries in (await store.StreamRangeAsync(bucket.Key(index))).Chunk(Chunk))
            {
                all.AddRange(await Task.WhenAll(entries.Select(entry => read($"{entry[NewestFirstIndex.Field]}"))));
            }
        }

        return all;
    }

    private static async Task<List<ReservationEntry>> ReadReservationsAsync(IDatabase store)
    {
        var keys = new List<RedisKey>();
        // What no master serves just now makes the other reads fail.
        foreach (var server in store.Multiplexer.GetServers().Where(server => server.IsConnected && !server.IsReplica))
        {
            await foreach (var key in server.KeysAsync(pattern: "reservations:*", pageSize: Chunk))
            {
                keys.Add(key);
            }
        }

        var all = new List<ReservationEntry>();
        foreach (var chunk in keys.Distinct().Chunk(Chunk))
        {
            var groups = await Task.WhenAll(chunk.Select(key => ReadGroupAsync(store, key)));
            all.AddRange(groups.SelectMany(group => group));
        }

        return all;
    }

    private static async Task<List<ReservationEntry>> ReadGroupAsync(IDatabase store, RedisKey group)
    {
        var beginning = group.ToString().Split(':', 3)[2]; // of the order ids, which may themselves contain colons
        return await store.HashScanAsync(group, pageSize: Chunk)
            .Distinct() // A scan may repeat itself.
            .Select(field => new ReservationEntry(beginning + field.Name, field.Value.ToString()))
            .ToListAsync();
    }

    private static async Task<HashSet<string>> ReadSetAsideAsync(IDatabase store)
    {
        var letters = await store.StreamRangeAsync(new Subscription<OrderCompleted>().DeadLetters);
        return [.. letters.Select(letter => OrderOf(letter["fields"].ToString())).OfType<string>()];

        static string? OrderOf(string fields) => (string?)JsonNode.Parse(fields)![OrderCompleted.KeyField];
    }

    private static decimal Amount(RedisValue field) => decimal.Parse(field.ToString(), CultureInfo.InvariantCulture);
}
