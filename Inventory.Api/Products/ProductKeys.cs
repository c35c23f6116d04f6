using Shared.Redis.Buckets;
using StackExchange.Redis;

namespace Inventory.Api.Products;

/// <summary>The keys of Inventory's store. All that one script touches lies in the product's bucket.</summary>
public static class ProductKeys
{
    /// <summary>Name of the sorted sets that list the products by creation time.</summary>
    public const string Index = "products";

    /// <summary>HASH: name, price, quantity, received, reserved, version, created_at.</summary>
    public static RedisKey Product(string productId) => Bucket.Of(productId).Key("product", productId);

    /// <summary>STRING: what a product was created with, for the idempotency key that its id is made of.</summary>
    public static RedisKey CreatedProduct(string productId) => Bucket.Of(productId).Key("created-product", productId);

    /// <summary>
    /// HASH: the delta of a request with an idempotency key, and name, price, quantity and version as it left them.
    /// </summary>
    /// <param name="requestId">Id of the request, made of its key.</param>
    public static RedisKey ChangedStock(Bucket bucket, string requestId) => bucket.Key("changed-stock", requestId);

    /// <summary>STRING: the product that an order is for, as its first event said; in the order's own bucket.</summary>
    public static RedisKey OrderedProduct(string orderId) => Bucket.Of(orderId).Key("ordered-product", orderId);

    /// <summary>STRING, the memory of an order: <c>reserved</c> or <c>refused:&lt;reason&gt;</c>.</summary>
    public static RedisKey Reservation(Bucket bucket, string orderId) => bucket.Key("reservation", orderId);
}
