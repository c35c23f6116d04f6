using Shared.Redis.Buckets;
using StackExchange.Redis;

namespace Payment.Api.Orders;

/// <summary>The keys of Payment's store. All keys of an order share the order's bucket.</summary>
public static class OrderKeys
{
    /// <summary>Name of the streams that list the orders.</summary>
    public const string Index = "orders";

    /// <summary>Prefix of the channels, one for each order, that tell of its new status.</summary>
    public const string Changes = "order-status:";

    /// <summary>
    /// HASH: product_id, quantity, price, fee, status, reason, owner, attempts, created_at, completed_at,
    /// confirmed_at, refunded_at, traceparent.
    /// </summary>
    public static RedisKey Order(string orderId) => Bucket.Of(orderId).Key("order", orderId);

    /// <summary>STREAM, the orders of one owner.</summary>
    /// <param name="owner">The <c>sub</c> of the owner's token.</param>
    public static RedisKey IndexOf(Bucket bucket, string owner) => bucket.Key(Index, owner);

    /// <summary>ZSET, the payment queue: order id by due time in milliseconds.</summary>
    public static RedisKey Payments(Bucket bucket) => bucket.Key("payments");
}
