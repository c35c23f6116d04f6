using Shared.Redis.Buckets;
using StackExchange.Redis;

namespace Shared.Redis.Publishing;

/// <summary>Up to where the rows of a bucket were taken at some moment.</summary>
/// <param name="Group">The group whose receipts are waited for.</param>
/// <param name="Row">Id of the last row that was taken; <see cref="NoRow"/> when none was that still waits.</param>
/// <param name="Round">How often rows that the group had not returned were published again by then.</param>
internal sealed record OutboxMark(Bucket Bucket, string Group, RedisValue Row, RedisValue Round)
{
    /// <summary>What <see cref="Row"/> is when there is none.</summary>
    public const string NoRow = "0-0";
}
