using Payment.Api.Orders;
using Shared.Redis.Buckets;
using Shared.Redis.Paging;

namespace Chaos.Faults;

/// <summary>
/// Due orders that only a newer version of Payment understands, as after one that was rolled back. They stay until the
/// customers' orders are settled, which lie beside them in the same queues.
/// </summary>
internal sealed class NewerVersion(Site site)
{
    private const int AtOnce = 4;

    private readonly List<string> _orders = [];

    public IEnumerable<Fault> All() => [Fault.On("newer-version", [site.Payment.Store], PlaceAsync)];

    public async Task TakeOutAsync()
    {
        var store = site.Payment.Store.Database;
        foreach (var id in _orders)
        {
            await store.SortedSetRemoveAsync(OrderKeys.Payments(Bucket.Of(id)), id);
            var list = Bucket.Of(id).Key(OrderKeys.Index);
            var entries = await store.StreamRangeAsync(list);
            await store.StreamDeleteAsync(
                list, [.. entries.Where(entry => entry[NewestFirstIndex.Field] == id).Select(entry => entry.Id)]);
            await store.KeyDeleteAsync(OrderKeys.Order(id));
        }
    }

    private async Task PlaceAsync(IStore payment, Strike strike)
    {
        for (var i = 0; i < AtOnce; i++)
        {
            var id = $"{StreamFaults.PoisonPrefix}{strike.Random.Next():x8}";
            var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            _orders.Add(id); // First, as a command without an answer may have had its effect.
            await payment.Database.HashSetAsync(OrderKeys.Order(id),
            [
                new("product_id", "x"), new("quantity", 1), new("price", 1), new("fee", "0.2"),
                new("status", "on_hold"), new("created_at", now),
            ]);
            await payment.Database.StreamAddAsync(Bucket.Of(id).Key(OrderKeys.Index), NewestFirstIndex.Field, id);
            await payment.Database.SortedSetAddAsync(OrderKeys.Payments(Bucket.Of(id)), id, now);
        }
    }
}
