using Inventory.Api.Products;
using Payment.Api.Orders;
using Shared.Redis.Buckets;
using StackExchange.Redis;

namespace Chaos;

/// <summary>Follows acknowledged orders to their end; remembers how old the oldest unfinished one ever was.</summary>
internal sealed class LagWatch(Site site)
{
    private const int AtOnce = 500;
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly Lock _turn = new();
    private readonly SortedDictionary<(DateTime Since, string OrderId), string> _unfinished = [];

    public TimeSpan Longest { get; private set; }

    /// <summary>How many orders were acknowledged.</summary>
    public int Watched { get; private set; }

    public string LongestOrder { get; private set; } = "none";

    public void Watch(string orderId, string productId)
    {
        lock (_turn)
        {
            Watched++;
            _unfinished.Add((DateTime.UtcNow, orderId), productId);
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await LookAsync();
            await Task.Delay(_interval, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A line for each order that is not finished yet.</summary>
    public IReadOnlyList<string> Unfinished()
    {
        lock (_turn)
        {
            return [.. _unfinished.Keys.Select(order => $"{order.OrderId}, acknowledged {order.Since:HH:mm:ss}")];
        }
    }

    private async Task LookAsync()
    {
        List<KeyValuePair<(DateTime Since, string OrderId), string>> oldest;
        lock (_turn)
        {
            oldest = [.. _unfinished.Take(AtOnce)];
        }

        var finished = await Task.WhenAll(oldest.Select(order => IsFinishedAsync(order.Key.OrderId, order.Value)));
        lock (_turn)
        {
            foreach (var (order, isFinished) in oldest.Zip(finished))
            {
                var age = DateTime.UtcNow - order.Key.Since;
                if (age > Longest)
                {
                    (Longest, LongestOrder) = (age, order.Key.OrderId);
                }

                if (isFinished)
                {
                    _unfinished.Remove(order.Key);
                }
            }
        }
    }

    private async Task<bool> IsFinishedAsync(string orderId, string productId)
    {
        try
        {
            var (group, field) = ProductKeys.Reservation(Bucket.Of(productId), orderId);
            var status = await site.Payment.Store.Database.HashGetAsync(OrderKeys.Order(orderId), "status");
            return status == "refunded" || status == "declined" || (status == "completed"
                && await site.Inventory.Store.Database.HashGetAsync(group, field) == "reserved");
        }
        catch (Exception fault) when (fault is RedisException or RedisTimeoutException)
        {
            return false; // Its part of a store is away: nobody knows yet, and other orders do not wait for it.
        }
    }
}
