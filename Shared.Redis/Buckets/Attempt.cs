using System.Runtime.ExceptionServices;
using Shared.Redis.Connections;

namespace Shared.Redis.Buckets;

/// <summary>What came of a piece of work on one of several buckets.</summary>
/// <param name="Result">What it gave, unless it failed.</param>
/// <param name="Fault">Why it failed, if it did.</param>
internal sealed record Attempt<T>(Bucket Bucket, T? Result, Exception? Fault);

/// <summary>Work on several buckets at once. A fault of one touches no other.</summary>
internal static class Attempt
{
    public static Task<Attempt<T>[]> EachAsync<T>(IEnumerable<Bucket> buckets, Func<Bucket, Task<T>> work) =>
        Task.WhenAll(buckets.Select(async bucket =>
        {
            try
            {
                return new Attempt<T>(bucket, await work(bucket), Fault: null);
            }
            catch (Exception fault)
            {
                return new Attempt<T>(bucket, default, fault);
            }
        }));

    /// <summary>All results, where less than all is no answer.</summary>
    /// <exception cref="PartUnavailableException">Some buckets cannot be reached; it names them.</exception>
    public static IEnumerable<T> Complete<T>(Attempt<T>[] attempts)
    {
        var failed = Array.FindAll(attempts, attempt => attempt.Fault is not null);
        if (failed is [{ Fault: { } fault }, ..])
        {
            if (failed.Length < attempts.Length && RedisFaults.IsUnavailable(fault))
            {
                throw new PartUnavailableException(
                    $"the buckets {string.Join(", ", failed.Select(attempt => attempt.Bucket))}", fault);
            }

            ExceptionDispatchInfo.Throw(fault);
        }

        return attempts.Select(attempt => attempt.Result!);
    }
}
