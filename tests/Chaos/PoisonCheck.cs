using Audit;
using Chaos.Faults;
using Shared.Contracts;
using Shared.Redis.Consuming;

namespace Chaos;

/// <summary>Only entries that no handler could ever handle may end as dead letters, whatever happened around the others.</summary>
internal static class PoisonCheck
{
    public static async Task<Finding> RunAsync(Site site)
    {
        var letters = new List<string>();
        foreach (var (store, stream) in new[] { (site.InventoryStore, OrderCompleted.Stream), (site.PaymentStore, RefundOrder.Stream) })
        {
            letters.AddRange((await store.Database.StreamRangeAsync(DeadLetters.KeyFor(stream)))
                .Select(letter => $"{letter["reason"]} {stream} {letter["entry"]} {letter["fields"]}"));
        }

        return new("only injected poison is a dead letter", letters.Count,
            [.. letters.Where(letter => !letter.Contains(StreamFaults.PoisonPrefix, StringComparison.Ordinal))]);
    }
}
