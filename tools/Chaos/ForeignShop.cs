using Chaos.Faults;
using Shared.Contracts;
using StackExchange.Redis;

namespace Chaos;

/// <summary>
/// Sells beside Payment what Inventory does not have, so that each order is refused: refunds pile up for as long as
/// Payment is not there to read them.
/// </summary>
internal sealed class ForeignShop(Site site, int perSecond)
{
    public async Task SellAsync(int seed, CancellationToken closing)
    {
        var random = new Random(seed);
        var pause = TimeSpan.FromSeconds(1.0 / perSecond);
        while (!closing.IsCancellationRequested)
        {
            try
            {
                await site.Broker.Database.StreamAddAsync(OrderCompleted.Stream,
                [
                    new("pk", $"{StreamFaults.PoisonPrefix}{random.NextInt64():x16}"),
                    new("product_id", "no-such-product"), new("quantity", 1), new("status", "completed"),
                    new("price", 10), new("fee", 2), new("total", 12),
                ]);
            }
            catch (Exception fault) when (fault is RedisException or RedisTimeoutException)
            {
                // The broker is away: nothing is sold.
            }

            await Task.Delay(pause, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
