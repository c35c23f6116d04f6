using StackExchange.Redis;

namespace Shared.Redis.Connections;

/// <summary>
/// A script that takes many items: those that are asked for at the same time go in one call, which costs nearly the
/// same as for one. None waits for any that comes later.
/// </summary>
/// <typeparam name="TKey">What those have in common that go together; all their keys are of one hash slot.</typeparam>
/// <param name="script">
/// Does one item after the other, each of them as a whole, and gives an array with the answer of each. Where it fails,
/// those before are done, and an item that is done can be repeated.
/// </param>
/// <param name="keys">The first of its <c>KEYS</c>; the keys of the items follow, one for each.</param>
/// <param name="arguments">The first of its <c>ARGV</c>; the arguments of the items follow.</param>
public sealed class BatchedScript<TKey>(
    IRedisServers redis, Script script, Func<TKey, RedisKey[]> keys, params RedisValue[] arguments)
    where TKey : notnull
{
    private const int MostItems = 100; // They keep the server busy for half a millisecond.

    private readonly Dictionary<TKey, Batch> _open = [];

    /// <summary>Runs the script for an item.</summary>
    /// <returns>The answer of the item.</returns>
    public async Task<RedisResult> RunAsync(TKey key, RedisKey itemKey, params RedisValue[] itemArguments)
    {
        Batch? batch;
        int place;
        lock (_open)
        {
            if (!_open.TryGetValue(key, out batch) || batch.Keys.Count == MostItems)
            {
                _open[key] = batch = new();
                batch.Answers = CloseAndRunAsync(key, batch);
            }

            place = batch.Keys.Count;
            batch.Keys.Add(itemKey);
            batch.Arguments.AddRange(itemArguments);
        }

        try
        {
            return (await batch.Answers)[place];
        }
        catch (RedisServerException fault) when (batch.Keys.Count > 1 && !RedisFaults.IsUnavailable(fault))
        {
            return (await CallAsync(key, [itemKey], itemArguments))[0]; // It may have been another item's fault.
        }
    }

    private async Task<RedisResult[]> CloseAndRunAsync(TKey key, Batch batch)
    {
        await Task.Yield(); // Those join in meanwhile who ask at the same time.
        lock (_open)
        {
            if (_open.GetValueOrDefault(key) == batch)
            {
                _open.Remove(key);
            }
        }

        return await CallAsync(key, batch.Keys, batch.Arguments);
    }

    private async Task<RedisResult[]> CallAsync(
        TKey key, IEnumerable<RedisKey> itemKeys, IEnumerable<RedisValue> itemArguments) => (RedisResult[])(
            await script.RunAsync(redis.Store, [.. keys(key), .. itemKeys], [.. arguments, .. itemArguments]))!;

    private sealed class Batch
    {
        public List<RedisKey> Keys { get; } = [];

        public List<RedisValue> Arguments { get; } = [];

        public Task<RedisResult[]> Answers { get; set; } = null!;
    }
}
