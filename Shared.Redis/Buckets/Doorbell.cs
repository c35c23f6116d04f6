using Shared.Redis.Loops;

namespace Shared.Redis.Buckets;

/// <summary>
/// Tells a loop of this process in which buckets work waits, so that it need not poll for it. Work that another
/// process left behind rings no bell here; the loop finds it because a wait that ends in silence rings them all,
/// and because under load, when there is no silence, every bucket still gets its turn.
/// </summary>
public sealed class Doorbell(TimeProvider time) : IDisposable
{
    private const int EveryBucket = (1 << Bucket.Count) - 1;
    private const int NoBucket = 1 << Bucket.Count;

    private static readonly TimeSpan _longestRound = TimeSpan.FromSeconds(2.5);

    private readonly SemaphoreSlim _bell = new(0);
    private int _rung = EveryBucket;
    private long _lastRound = time.GetTimestamp();

    /// <summary>Says that work waits in a bucket.</summary>
    public void Ring(Bucket bucket) => Ring(1 << bucket.Index);

    /// <summary>Wakes the loop for work that waits in no bucket.</summary>
    public void Wake() => Ring(NoBucket);

    /// <summary>Takes the buckets that were rung since the last call; the caller looks into each of them.</summary>
    public IReadOnlyList<Bucket> Answer()
    {
        _bell.Wait(0);
        var rung = Interlocked.Exchange(ref _rung, 0);
        if ((rung & EveryBucket) == EveryBucket || time.GetElapsedTime(_lastRound) > _longestRound)
        {
            (rung, _lastRound) = (EveryBucket, time.GetTimestamp());
        }

        return [.. Bucket.All.Where(bucket => (rung & (1 << bucket.Index)) != 0)];
    }

    /// <summary>
    /// Takes work out of buckets. One that gave a full batch stays rung, and so do all when none could be looked into.
    /// </summary>
    public async Task<IReadOnlyList<T>> TakeAsync<T>(
        BucketWork work, IReadOnlyList<Bucket> buckets, int batchSize, Func<Bucket, Task<T[]>> take)
    {
        try
        {
            var batches = await work.RunAsync(buckets, async bucket =>
            {
                var batch = await take(bucket);
                if (batch.Length == batchSize)
                {
                    Ring(bucket);
                }

                return batch;
            });
            return [.. batches.SelectMany(batch => batch)];
        }
        catch
        {
            Ring(EveryBucket);
            throw;
        }
    }

    /// <summary>Waits until somebody rings, or rings every bucket when nobody does for a while.</summary>
    public async Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!await _bell.WaitAsync(Beat.Until(patience, time), cancellationToken))
        {
            Ring(EveryBucket);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _bell.Dispose();

    // Only the first ring after an answer releases the bell, and an answer takes that release back: however often
    // it is rung, the loop wakes up once.
    private void Ring(int buckets)
    {
        if (Interlocked.Or(ref _rung, buckets) == 0)
        {
            _bell.Release();
        }
    }
}
