using Audit;
using Payment.Api.Orders;
using Shared.Contracts;
using Shared.Redis.Buckets;
using StackExchange.Redis;

namespace Simulation;

/// <summary>What others put beside the orders: nonsense, repetitions, and orders of a newer version.</summary>
internal sealed class Garbage(Servers servers, Random random)
{
    private const string Mark = "simulated";
    private const string Foreign = "foreign-";
    private const string Newer = "newer-";

    private readonly List<string> _newer = [];
    private int _made;

    /// <summary>Whether a dead letter comes from an entry that was made to be one.</summary>
    public static bool IsIn(IReadOnlyDictionary<string, string> fields) =>
        fields.ContainsKey(Mark) || fields.GetValueOrDefault("pk", "").StartsWith(Foreign, StringComparison.Ordinal);

    /// <summary>Whether an order is of a newer version.</summary>
    public static bool IsNewer(string id) => id.StartsWith(Newer, StringComparison.Ordinal);

    public Task AddMalformedAsync(string stream) => servers.Broker.StreamAddAsync(stream, random.Next(5) switch
    {
        0 => [new(Mark, "1"), new("quantity", "1")],
        1 => [new(Mark, "1"), new("pk", new string('x', Limits.IdLength + 1))],
        2 => [new(Mark, "1"), new("pk", ""), new("receipt", "{99}:no-token")],
        3 => [new(Mark, "1"), new("pk", TooLong)],
        _ => [new("pk", $"{Foreign}{_made++}"), new("product_id", "product-0"), new("quantity", "1e20")],
    });

    public Task DuplicateAsync(string stream) => AddAgainAsync(stream, []);

    /// <summary>Adds an order's entry again, with its receipt, and so large that it is not handled as it is.</summary>
    public Task AddOversizedAsync(string stream) => AddAgainAsync(stream, [new("note", TooLong)]);

    /// <summary>Queues the payment of an order that only a newer version understands.</summary>
    public async Task QueueNewerAsync()
    {
        var id = $"{Newer}{_made++}";
        await servers.PaymentStore.HashSetAsync(OrderKeys.Order(id), "status", "on_hold");
        await servers.PaymentStore.SortedSetAddAsync(OrderKeys.Payments(Bucket.Of(id)), id, 0);
        _newer.Add(id);
    }

    /// <summary>The newer version takes its orders.</summary>
    public async Task TakeNewerAsync()
    {
        foreach (var id in _newer)
        {
            await servers.PaymentStore.SortedSetRemoveAsync(OrderKeys.Payments(Bucket.Of(id)), id);
            await servers.PaymentStore.KeyDeleteAsync(OrderKeys.Order(id));
        }
    }

    /// <summary>Every order that was paid is announced once more.</summary>
    public async Task RepeatAllAsync()
    {
        foreach (var order in (await Ledger.ReadAsync(servers.Installation)).Orders.Values)
        {
            if (order.CompletedAt is { } paidAt)
            {
                var entry = new OrderCompleted
                {
                    OrderId = order.Id,
                    ProductId = order.ProductId,
                    Quantity = (int)order.Quantity,
                    Price = order.Price,
                    OccurredAt = DateTimeOffset.FromUnixTimeMilliseconds(paidAt),
                };
                var fields = entry.Write().Select(field => new NameValueEntry(field.Key, field.Value));
                await servers.Broker.StreamAddAsync(OrderCompleted.Stream, [.. fields]);
            }
        }
    }

    private static string TooLong => new('x', Shared.Redis.Consuming.Delivery.MaxSize + 1);

    private async Task AddAgainAsync(string stream, NameValueEntry[] more)
    {
        var entries = await servers.Broker.StreamRangeAsync(stream);
        if (entries.Length > 0)
        {
            await servers.Broker.StreamAddAsync(stream, [.. entries[random.Next(entries.Length)].Values, .. more]);
        }
    }
}
