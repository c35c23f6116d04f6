using Shared.Redis.Buckets;
using StackExchange.Redis;

namespace Payment.Api.Orders;

/// <summary>The keys of Payment's store. All keys of an order share the order's bucket.</summary>
public static class OrderKeys
{
    /// <summary>Name of the sorted sets that list the orders by creation time.</summary>
    public const string Index = "orders";

    /// <summary>HASH: product_id, quantity, price, fee, total, status, reason, owner, attempts, created_at, completed_at, refunded_at, traceparent.</summary>
    /// <param name="orderId">Id of the order.</param>
    public static RedisKey Order(string orderId) => Bucket.Of(orderId).Key("order", orderId);

    /// <summary>The keys of a bucket's orders without <c>:&lt;orderId&gt;</c>, for scripts that find out the ids themselves.</summary>
    /// <param name="bucket">The bucket.</param>
    public static RedisKey Prefix(Bucket bucket) => bucket.Key("order");

    /// <summary>ZSET, the orders of one owner by creation time in milliseconds.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="owner">The <c>sub</c> of the owner's token.</param>
    public static RedisKey IndexOf(Bucket bucket, string owner) => bucket.Key(Index, owner);

    /// <summary>ZSET, the payment queue: order id by due time in milliseconds.</summary>
    /// <param name="bucket">The bucket.</param>
    public static RedisKey Payments(Bucket bucket) => bucket.Key("payments");

    /// <summary>What the store has to allow.</summary>
    internal static IEnumerable<string> Rights
    {
        get
        {
            var (order, index, payments) = (Order("id"), Bucket.All[0].Key(Index), Payments(Bucket.All[0]));
            return
            [
                $"EXISTS {order}", $"HSET {order} status pending", $"HGET {order} status", $"HMGET {order} status", $"HINCRBY {order} attempts 1",
                "TIME", "PUBLISH order-status id", "SUBSCRIBE order-status",
                $"ZADD {index} 1 id", $"ZRANGE {index} 0 1", $"ZREVRANGEBYSCORE {index} +inf -inf",
                $"ZCARD {payments}", $"ZADD {payments} 1 id", $"ZREM {payments} id", $"ZSCORE {payments} id", $"ZRANGE {payments} 0 1",
            ];
        }
    }
}
