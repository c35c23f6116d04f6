using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Shared.Redis.Connections;

namespace Shared.Redis.Buckets;

/// <summary>
/// Works on several buckets at once. Each is a unit of failure, as each may lie on a server of its own: what the others
/// give is handled; one that fails is named in the log, rests for a while, so that waiting for it holds up nobody, and
/// is tried again. Where the store is one server, none fails alone.
/// </summary>
public sealed partial class BucketWork(IRedisServers redis, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly Dictionary<Bucket, long> _failing = []; // and since when it rests
    private long _changes;

    /// <summary>How often some bucket has failed, or worked again.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>Works on each of the buckets, but not on one that rests.</summary>
    /// <returns>What those gave that did not fail.</returns>
    /// <exception cref="Exception">What one of them met, when it is the store that fails.</exception>
    public async Task<IReadOnlyList<T>> RunAsync<T>(IEnumerable<Bucket> buckets, Func<Bucket, Task<T>> work)
    {
        if (!redis.Store.IsSpread())
        {
            return await Task.WhenAll(buckets.Select(work));
        }

        var attempts = (await Attempt.EachAsync([.. buckets.Where(IsAwake)], work)).ToLookup(one => one.Fault is null);
        Note(
            [.. attempts[true].Select(one => one.Bucket)],
            [.. attempts[false].Select(one => (one.Bucket, one.Fault!))]);
        return [.. attempts[true].Select(one => one.Result!)];
    }

    /// <summary>Works on one bucket, unless it rests.</summary>
    /// <returns>Whether that was done.</returns>
    /// <exception cref="Exception">What it met, when it is the store that fails.</exception>
    public async Task<bool> TryAsync(Bucket bucket, Func<Task> work)
    {
        if (redis.Store.IsSpread())
        {
            return await RunAsync([bucket], async _ =>
            {
                await work();
                return true;
            }) is [true];
        }

        await work();
        return true;
    }

    private bool IsAwake(Bucket bucket)
    {
        lock (_lock)
        {
            return !_failing.TryGetValue(bucket, out var since) || time.GetElapsedTime(since) >= _rest;
        }
    }

    private void Note(Bucket[] worked, (Bucket Bucket, Exception Fault)[] faults)
    {
        lock (_lock)
        {
            Bucket[] recovered = [.. worked.Where(_failing.Remove)];
            var failed = Array.FindAll(faults, one => _failing.TryAdd(one.Bucket, 0));
            foreach (var (bucket, _) in faults)
            {
                _failing[bucket] = time.GetTimestamp();
            }

            if (_failing.Count == Bucket.Count)
            {
                _failing.Clear();
                ExceptionDispatchInfo.Throw(faults[0].Fault);
            }

            Interlocked.Add(ref _changes, failed.Length + recovered.Length);
            if (failed is [var (_, fault), ..])
            {
                LogFailing(
                    string.Join(", ", failed.Select(one => one.Bucket)),
                    RedisFaults.Summary(fault),
                    RedisFaults.IsUnavailable(fault) ? null : fault);
            }

            if (recovered.Length > 0)
            {
                LogRecovered(string.Join(", ", recovered));
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Buckets {Buckets} are left alone for now: {Reason}")]
    private partial void LogFailing(string buckets, string reason, Exception? fault);

    [LoggerMessage(LogLevel.Information, "Buckets {Buckets} are worked on again")]
    private partial void LogRecovered(string buckets);
}
