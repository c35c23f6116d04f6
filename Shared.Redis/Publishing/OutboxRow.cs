using System.Globalization;
using Shared.Redis.Buckets;
using Shared.Redis.Streams;
using StackExchange.Redis;

namespace Shared.Redis.Publishing;

/// <summary>A message that is on its way from a store to the broker.</summary>
/// <param name="Id">Its id in the outbox of that bucket.</param>
public sealed record OutboxRow(Bucket Bucket, RedisValue Id, NameValueEntry[] Fields)
{
    /// <summary>The token that names the row to whoever returns it, for example <c>{07}:1795000000000-0</c>.</summary>
    public RedisValue Token => $"{Bucket}:{Id}";

    /// <summary>Reads a token. It comes from the broker and may be anything.</summary>
    /// <returns>Bucket and id, or <see langword="null"/> when it is no token of ours.</returns>
    public static (Bucket Bucket, RedisValue Id)? ParseToken(RedisValue token)
    {
        var text = token.ToString();
        if (text is ['{', _, _, '}', ':', .. var rest]
            && int.TryParse(text.AsSpan(1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < Bucket.Count
            && StreamId.TryParse(rest, out var id))
        {
            return (new Bucket(index), id.ToString());
        }

        return null;
    }
}
