using System.Globalization;
using Inventory.Api.Products;
using Payment.Api.Orders;
using Shared.Redis.Buckets;
using StackExchange.Redis;

namespace Audit;

/// <summary>What Inventory says of a product.</summary>
public sealed record ProductEntry(string Id, long Quantity, long Received, long Reserved);

/// <summary>What Payment says of an order.</summary>
public sealed record OrderEntry(
    string Id, string ProductId, long Quantity, decimal Price, decimal Fee, decimal Total, string Status);

/// <summary>What Inventory decided about an order.</summary>
public sealed record ReservationEntry(string OrderId, Bucket Bucket, string Decision);

/// <summary>Everything that both services remember, read as it is now.</summary>
public sealed record Ledger(
    IReadOnlyDictionary<string, ProductEntry> Products,
    IReadOnlyDictionary<string, OrderEntry> Orders,
    IReadOnlyList<ReservationEntry> Reservations)
{
    private const int Chunk = 1000;

    /// <summary>Reads both stores.</summary>
    public static async Task<Ledger> ReadAsync(Installation installation)
    {
        var products = await ReadAllAsync(installation.InventoryStore, ProductKeys.Index, async id =>
        {
            var fields = await installation.InventoryStore.HashGetAsync(
                ProductKeys.Product(id), ["quantity", "received", "reserved"]);
            return new ProductEntry(id, (long)fields[0], (long)fields[1], (long)fields[2]);
        });
        var orders = await ReadAllAsync(installation.PaymentStore, OrderKeys.Index, async id =>
        {
            var fields = await installation.PaymentStore.HashGetAsync(
                OrderKeys.Order(id), ["product_id", "quantity", "price", "fee", "total", "status"]);
            var (price, fee, total) = (Amount(fields[2]), Amount(fields[3]), Amount(fields[4]));
            return new OrderEntry(id, $"{fields[0]}", (long)fields[1], price, fee, total, $"{fields[5]}");
        });
        return new(
            products.ToDictionary(product => product.Id),
            orders.ToDictionary(order => order.Id),
            await ReadReservationsAsync(installation.InventoryStore));
    }

    private static async Task<List<T>> ReadAllAsync<T>(IDatabase store, string index, Func<string, Task<T>> read)
    {
        var all = new List<T>();
        foreach (var bucket in Bucket.All)
        {
            foreach (var ids in (await store.SortedSetRangeByRankAsync(bucket.Key(index))).Chunk(Chunk))
            {
                all.AddRange(await Task.WhenAll(ids.Select(id => read(id.ToString()))));
            }
        }

        return all;
    }

    private static async Task<List<ReservationEntry>> ReadReservationsAsync(IDatabase store)
    {
        var keys = new List<RedisKey>();
        foreach (var endpoint in store.Multiplexer.GetEndPoints())
        {
            var server = store.Multiplexer.GetServer(endpoint);
            await foreach (var key in server.KeysAsync(pattern: "reservation:*", pageSize: Chunk))
            {
                keys.Add(key);
            }
        }

        var all = new List<ReservationEntry>();
        foreach (var chunk in keys.Distinct().Chunk(Chunk))
        {
            var decisions = await Task.WhenAll(chunk.Select(key => store.StringGetAsync(key)));
            all.AddRange(chunk.Zip(decisions, (key, decision) => Reservation(key.ToString(), decision.ToString())));
        }

        return all;
    }

    // reservation:{07}:<orderId>, where the order id may itself contain colons.
    private static ReservationEntry Reservation(string key, string decision)
    {
        var parts = key.Split(':', 3);
        return new(parts[2], new Bucket(int.Parse(parts[1].Trim('{', '}'), CultureInfo.InvariantCulture)), decision);
    }

    private static decimal Amount(RedisValue field) => decimal.Parse(field.ToString(), CultureInfo.InvariantCulture);
}
