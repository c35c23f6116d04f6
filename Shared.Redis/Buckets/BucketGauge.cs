using System.Runtime.ExceptionServices;

namespace Shared.Redis.Buckets;

/// <summary>Measures a store bucket by bucket. One that cannot be read counts as it was when it last could.</summary>
public sealed class BucketGauge<T> where T : struct
{
    private readonly T[] _last = new T[Bucket.Count];

    /// <summary>Measures each bucket and records what was found.</summary>
    /// <returns>What was found.</returns>
    /// <exception cref="Exception">What one of them met, after the others were recorded.</exception>
    public async Task<IReadOnlyList<T>> MeasureAsync(Func<Bucket, Task<T>> measure, Action<IReadOnlyList<T>> record)
    {
        var attempts = await Attempt.EachAsync(Bucket.All, measure);
        T[] buckets;
        lock (_last)
        {
            foreach (var (bucket, found, _) in attempts.Where(attempt => attempt.Fault is null))
            {
                _last[bucket.Index] = found;
            }

            buckets = [.. _last];
        }

        if (attempts.Any(attempt => attempt.Fault is null))
        {
            record(buckets);
        }

        if (Array.Find(attempts, attempt => attempt.Fault is not null) is { Fault: { } fault })
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        return buckets;
    }
}
