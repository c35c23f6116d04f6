using Shared.Redis.Buckets;
using StackExchange.Redis;

namespace Shared.Redis.Publishing;

/// <summary>A message that is on its way from a store to the broker.</summary>
/// <param name="Id">Its id in the outbox of that bucket.</param>
/// <param name="Key">What the message is about.</param>
public sealed record OutboxRow(Bucket Bucket, RedisValue Id, string Key, NameValueEntry[] Fields)
{
    /// <summary>
    /// The token that names the row to whoever returns it, for example <c>{07sd}:1795000000000-0:4711</c>; it has no
    /// blanks.
    /// </summary>
    public RedisValue Token => $"{Bucket}:{Id}:{Uri.EscapeDataString(Key)}";
}
