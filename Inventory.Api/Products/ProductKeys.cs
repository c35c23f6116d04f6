using Shared.Redis.Buckets;
using StackExchange.Redis;

namespace Inventory.Api.Products;

/// <summary>The keys of Inventory's store. All that one script touches lies in the product's bucket.</summary>
public static class ProductKeys
{
    /// <summary>Name of the streams that list the products.</summary>
    public const string Index = "products";

    /// <summary>
    /// Most orders in a group: as many as there are at 16,000 orders a second. To free them takes Redis 17 ms. It can
    /// be lowered, but not raised: an order that came when its group was full must find it full again.
    /// </summary>
    public const int MostInGroup = 65_536;

    /// <summary>HASH: name, price, quantity, received, reserved, version, created_at, entry (in the list).</summary>
    public static RedisKey Product(string productId) => Bucket.Of(productId).Key("product", productId);

    /// <summary>STRING: what a product was created with, for the idempotency key that its id is made of.</summary>
    public static RedisKey CreatedProduct(string productId) => Bucket.Of(productId).Key("created-product", productId);

    /// <summary>
    /// HASH: the delta of a request with an idempotency key, and name, price, quantity and version as it left them.
    /// </summary>
    /// <param name="requestId">Id of the request, made of its key.</param>
    public static RedisKey ChangedStock(Bucket bucket, string requestId) => bucket.Key("changed-stock", requestId);

    /// <summary>
    /// HASH, by order: the product that it is for, as its first event said; in the order's own bucket, which gets a
    /// sixteenth of the orders of a time, so that they may be of 65.5 seconds.
    /// </summary>
    /// <param name="apart">Whether its group is full.</param>
    public static OrderPlace OrderedProduct(string orderId, bool apart = false) =>
        Place(Bucket.Of(orderId), "ordered-products", orderId, apart ? 0 : 8);

    /// <summary>
    /// HASH, the memory of orders: <c>reserved</c> or <c>refused:&lt;reason&gt;</c>. The bucket may get all orders of a
    /// time, when they are for one product, so they are of 4.1 seconds.
    /// </summary>
    /// <param name="apart">Whether it is remembered apart which product the order is for.</param>
    public static OrderPlace Reservation(Bucket bucket, string orderId, bool apart = false) =>
        Place(bucket, "reservations", orderId, apart ? 0 : 10);

    // Orders that were made at the same time share a hash, which is forgotten as a whole: both hashes together take 115
    // to 235 bytes an order from ten orders a second on, and 280 at one; two keys of its own took 405. The time is how
    // a UUIDv7 (RFC 9562) begins. An order with any other id is alone: in a hash that got orders at any time, each new
    // one would keep all those before from being forgotten. So would ids that all claim the same time, therefore a
    // group is full at some size, and orders that come later are alone too.
    private static OrderPlace Place(Bucket bucket, string name, string orderId, int digits)
    {
        var isOfTime = digits > 0 && orderId.Length == 36
            && Guid.TryParseExact(orderId, "D", out var id) && id.Version == 7;
        var length = isOfTime ? digits : orderId.Length;
        return new(bucket.Key(name, orderId[..length]), orderId[length..]);
    }
}
