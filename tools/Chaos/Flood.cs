using Audit;
using Shared.Redis.Buckets;

namespace Chaos;

/// <summary>What nobody reads may be published again now and then, but must not pile up over and over.</summary>
internal static class Flood
{
    private const int MostCopies = 2;

    // Faults that add entries of their own may do so too.
    private const int Allowance = 200;

    /// <summary>Compares the stream that the absent service should read with the rows on their way to it.</summary>
    public static async Task<IReadOnlyList<Finding>> MeasureAsync(Site site)
    {
        if (site.Absent?.Subscription.Stream is not { } stream)
        {
            return [];
        }

        var outbox = site.PresentServices[0].Store.Database;
        var queues = Bucket.All.Select(bucket => outbox.StreamLengthAsync(bucket.Key("outbox", stream)));
        var rows = (await Task.WhenAll(queues)).Sum();
        var entries = await site.Broker.Database.StreamLengthAsync(stream);
        return
        [
            new($"a stream that nobody reads holds at most {MostCopies} entries for each row", entries,
                entries <= (MostCopies * rows) + Allowance ? [] : [$"{entries} of {stream} for {rows} rows"]),
        ];
    }
}
