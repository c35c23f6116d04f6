using StackExchange.Redis;

namespace Shared.Redis.Connections;

/// <summary>
/// Group commit: what a script has to do for a key waits while a call for that key is under way, and goes together in
/// the next one. So nothing waits while there is little to do, and the more there is, the more each call carries.
/// </summary>
/// <typeparam name="TKey">What those have in common that go together; all their keys are of one hash slot.</typeparam>
/// <param name="script">
/// Does one item after the other, each of them as a whole, and gives an array with the answer of each. Where it fails,
/// those before are done, and an item that is done can be repeated.
/// </param>
/// <param name="keys">The first of its <c>KEYS</c>; the keys of the items follow, one for each.</param>
/// <param name="arguments">The first of its <c>ARGV</c>; the arguments of the items follow.</param>
public sealed class GroupCommit<TKey>(
    IRedisServers redis, Script script, Func<TKey, RedisKey[]> keys, params RedisValue[] arguments)
    where TKey : notnull
{
    private const int MostItems = 100; // They keep the server busy for half a millisecond.

    private readonly Dictionary<TKey, Batch> _last = []; // of each key that has one under way

    /// <summary>Has the script run for an item.</summary>
    /// <returns>The answer of the item.</returns>
    public async Task<RedisResult> RunAsync(TKey key, RedisKey itemKey, params RedisValue[] itemArguments)
    {
        Batch? before;
        Batch batch;
        int place;
        lock (_last)
        {
            before = _last.GetValueOrDefault(key);
            batch = before is { IsOpen: true } ? before : _last[key] = new();
            place = batch.Add(itemKey, itemArguments);
        }

        if (place == 0)
        {
            await CommitAsync(key, batch, before);
        }

        try
        {
            return (await batch.Task)[place];
        }
        catch (RedisServerException fault) when (batch.Keys.Count > 1 && !RedisFaults.IsUnavailable(fault))
        {
            return (await CallAsync(key, [itemKey], itemArguments))[0]; // It may have been another item's fault.
        }
    }

    /// <summary>Runs the script for a batch, on behalf of its first item.</summary>
    private async Task CommitAsync(TKey key, Batch batch, Batch? before)
    {
        await (before?.Ended ?? Task.CompletedTask).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        lock (_last)
        {
            batch.Close();
        }

        try
        {
            batch.SetResult(await CallAsync(key, batch.Keys, batch.Arguments));
        }
        catch (Exception fault)
        {
            batch.SetException(fault);
        }

        lock (_last)
        {
            if (_last[key] == batch)
            {
                _last.Remove(key);
            }
        }
    }

    private async Task<RedisResult[]> CallAsync(
        TKey key, IEnumerable<RedisKey> itemKeys, IEnumerable<RedisValue> itemArguments) => (RedisResult[])(
            await script.RunAsync(redis.Store, [.. keys(key), .. itemKeys], [.. arguments, .. itemArguments]))!;

    /// <summary>Items that go together. Whoever adds the first one runs the script for all.</summary>
    private sealed class Batch : TaskCompletionSource<RedisResult[]>
    {
        private bool _isClosed;

        public List<RedisKey> Keys { get; } = [];

        public List<RedisValue> Arguments { get; } = [];

        public Task Ended => Task;

        public bool IsOpen => !_isClosed && Keys.Count < MostItems;

        public int Add(RedisKey key, RedisValue[] arguments)
        {
            Keys.Add(key);
            Arguments.AddRange(arguments);
            return Keys.Count - 1;
        }

        public void Close() => _isClosed = true;
    }
}
