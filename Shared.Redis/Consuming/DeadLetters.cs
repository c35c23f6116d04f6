using System.Text.Json;
using StackExchange.Redis;

namespace Shared.Redis.Consuming;

/// <summary>
/// Entries that could not be handled, kept to be looked at. They live in the consumer's own store,
/// because everything in the broker may vanish.
/// </summary>
public sealed class DeadLetters(RedisConnections redis)
{
    /// <summary>The stream that holds them.</summary>
    public static readonly RedisKey Key = "dead-letters";

    /// <summary>Puts an entry aside.</summary>
    /// <param name="stream">The stream it came from.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="reason">Why it was given up.</param>
    /// <param name="deliveries">How often it was tried.</param>
    public Task AddAsync(string stream, StreamEntry entry, string reason, int deliveries) =>
        redis.Store.StreamAddAsync(Key,
        [
            new("stream", stream),
            new("entry", entry.Id),
            new("reason", reason),
            new("deliveries", deliveries),
            new("fields", JsonSerializer.Serialize(entry.Values.Select(field => new[] { (string?)field.Name, (string?)field.Value }))),
        ]);
}
