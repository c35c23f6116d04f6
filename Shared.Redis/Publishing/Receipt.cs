using Shared.Redis.Buckets;
using Shared.Redis.Streams;
using StackExchange.Redis;

namespace Shared.Redis.Publishing;

/// <summary>What a consumer group has returned: the effect of a row's message is durable.</summary>
/// <param name="Bucket">Bucket of the row.</param>
/// <param name="Row">Its id in the outbox of that bucket.</param>
/// <param name="Key">What its message is about.</param>
/// <param name="Verdict">What was decided, in one word; <see langword="null"/> when the consumer does not say.</param>
public sealed record Receipt(Bucket Bucket, RedisValue Row, string Key, string? Verdict)
{
    /// <summary>Reads what was returned: a token, and the verdict after a blank. It may be anything.</summary>
    /// <param name="text">For example <c>{07sd}:1795000000000-0:4711 reserved</c>.</param>
    /// <returns>The receipt, or <see langword="null"/> when it is none of ours.</returns>
    public static Receipt? Parse(RedisValue text)
    {
        var words = text.ToString().Split(' ', 2);
        if (words[0].Split(':', 3) is [var tag, var row, var key]
            && Bucket.TryParse(tag, out var bucket)
            && StreamId.TryParse(row, out var id))
        {
            return new Receipt(bucket, id.ToString(), Uri.UnescapeDataString(key), words.ElementAtOrDefault(1));
        }

        return null;
    }
}
