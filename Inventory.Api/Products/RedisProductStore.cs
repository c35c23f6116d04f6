using System.Diagnostics;
using System.Globalization;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Consuming;
using Shared.Redis.Paging;
using Shared.Redis.Publishing;
using Shared.ServiceDefaults.Http;
using StackExchange.Redis;

namespace Inventory.Api.Products;

/// <summary>Keeps the products in Redis. Every change is one script, so it happens as a whole or not at all.</summary>
public sealed class RedisProductStore(IRedisServers redis, Outbox<RefundOrder> outbox, TimeProvider time)
    : IProductStore
{
    /// <summary>How long a decision is remembered, by the store's clock.</summary>
    private static readonly TimeSpan _memory = TimeSpan.FromDays(60);

    /// <summary>
    /// Orders that were paid longer ago, by the store's clock, are not decided any more: they may have been, and be
    /// forgotten. Either service may be gone for weeks, and a clock wrong by as much, before an order comes to this.
    /// </summary>
    private static readonly TimeSpan _horizon = TimeSpan.FromDays(50);

    /// <summary>How long a request with an idempotency key is remembered: longer than anybody goes on asking.</summary>
    private static readonly TimeSpan _replay = TimeSpan.FromHours(24);

    private static readonly Script _create = Script.Load<RedisProductStore>("create_product");
    private static readonly Script _update = Script.Load<RedisProductStore>("update_product");
    private static readonly Script _changeStock = Script.Load<RedisProductStore>("change_stock");
    private static readonly Script _delete = Script.Load<RedisProductStore>("delete_product");
    private static readonly Script _settle = Script.Load<RedisProductStore>("settle_products");
    private static readonly Script _reserve = Script.Load<RedisProductStore>("reserve_stock");
    private static readonly Script _refuse = Script.Load<RedisProductStore>("refuse_order");

    private readonly NewestFirstIndex _index = new(redis, ProductKeys.Index);

    private readonly BatchedScript<Bucket> _settlements =
        new(redis, _settle, _ => [], ProductKeys.MostInGroup, (long)_memory.TotalSeconds);

    private readonly BatchedScript<string> _reservations = new(
        redis,
        _reserve,
        productId => [ProductKeys.Product(productId)],
        (long)_horizon.TotalMilliseconds,
        (long)_memory.TotalSeconds);

    /// <inheritdoc/>
    public async Task<ProductChange> CreateAsync(Product product, bool remember = false)
    {
        var (key, index) = (ProductKeys.Product(product.Id), Bucket.Of(product.Id).Key(ProductKeys.Index));
        var outcome = Outcome(await _create.RunAsync(
            redis.Store,
            remember ? [key, index, ProductKeys.CreatedProduct(product.Id)] : [key, index],
            product.Id,
            product.Name,
            Money.Format(product.Price),
            product.Quantity,
            time.GetUtcNow().ToUnixTimeMilliseconds(),
            (long)_replay.TotalSeconds));
        return new ProductChange(outcome, outcome == ChangeOutcome.Mismatch ? null : product);
    }

    /// <inheritdoc/>
    public async Task<Product?> FindAsync(string id)
    {
        var fields = await redis.Store.HashGetAsync(ProductKeys.Product(id), ["name", "price", "quantity", "version"]);
        return fields[0].IsNull ? null : ToProduct(id, fields);
    }

    /// <inheritdoc/>
    public async Task<Page<Product>> ListAsync(Cursor? after, int limit)
    {
        var ids = await _index.ReadAsync(after, limit);
        var products = await Task.WhenAll(ids.Items.Select(FindAsync));
        return new Page<Product>([.. products.OfType<Product>()], ids.Next);
    }

    /// <inheritdoc/>
    public async Task<ProductChange> UpdateAsync(string id, UpdateProduct update, EntityTags? ifMatch = null) =>
        Change(id, await _update.RunAsync(
            redis.Store,
            [ProductKeys.Product(id)],
            update.Name ?? "",
            update.Price is { } price ? Money.Format(price) : "",
            Tags(ifMatch)));

    /// <inheritdoc/>
    public async Task<ProductChange> ChangeStockAsync(
        string id, int delta, string? requestId = null, EntityTags? ifMatch = null)
    {
        var key = ProductKeys.Product(id);
        return Change(id, await _changeStock.RunAsync(
            redis.Store,
            requestId is null ? [key] : [key, ProductKeys.ChangedStock(Bucket.Of(id), requestId)],
            delta,
            Product.MaxQuantity,
            (long)_replay.TotalSeconds,
            Tags(ifMatch)));
    }

    /// <inheritdoc/>
    public async Task<ChangeOutcome> DeleteAsync(string id, EntityTags? ifMatch = null) =>
        Outcome(await _delete.RunAsync(
            redis.Store, [ProductKeys.Product(id), Bucket.Of(id).Key(ProductKeys.Index)], Tags(ifMatch)));

    /// <inheritdoc/>
    public async Task<Reservation> ReserveAsync(OrderCompleted order)
    {
        var productId = order.ProductId ?? order.OrderId;
        var bucket = Bucket.Of(productId);
        var apart = await SettleProductAsync(order.OrderId, productId);
        var place = ProductKeys.Reservation(bucket, order.OrderId, apart);
        var reservation = order is { Defect: null, Quantity: { } quantity }
            ? Reservation(await TakeAsync(order, quantity, productId, place))
            : new Reservation(RefusalReason.InvalidEvent, IsNew: true);
        if (reservation is { Refusal: { } reason, IsNew: true })
        {
            reservation = Reservation(await RefuseAsync(order, reason, bucket, place));
        }

        if (reservation.Refusal is not null)
        {
            outbox.Bell.Ring(bucket);
        }

        return reservation;
    }

    /// <summary>Takes the stock, or finds why the order is to be refused; that is not decided by it.</summary>
    private Task<RedisResult> TakeAsync(OrderCompleted order, int quantity, string productId, OrderPlace place) =>
        _reservations.RunAsync(
            productId,
            place.Group,
            place.Field,
            quantity,
            order.Price is { } price ? Money.Format(price) : RedisValue.EmptyString,
            PaidAt(order));

    private Task<RedisResult> RefuseAsync(OrderCompleted order, string reason, Bucket bucket, OrderPlace place)
    {
        var refund = new RefundOrder(order with { TraceParent = Activity.Current?.Id ?? order.TraceParent }, reason);
        return _refuse.RunAsync(
            redis.Store,
            [place.Group, Outbox<RefundOrder>.Key(bucket)],
            [
                place.Field,
                reason,
                PaidAt(order),
                (long)_horizon.TotalMilliseconds,
                (long)_memory.TotalSeconds,
                .. Outbox<RefundOrder>.Fields(refund),
            ]);
    }

    /// <summary>
    /// Lets the first event of an order settle which product it is for. The decision is remembered beside the product,
    /// where an event that names another product for the same order would not find it.
    /// </summary>
    /// <returns>Whether the order is remembered apart, as its group is full.</returns>
    private async Task<bool> SettleProductAsync(string orderId, string productId)
    {
        var isThis = await AskAsync(ProductKeys.OrderedProduct(orderId));
        var apart = isThis.IsNull;
        if (apart)
        {
            isThis = await AskAsync(ProductKeys.OrderedProduct(orderId, apart));
        }

        return (bool)isThis ? apart : throw new DeadLetterException("conflicting_order");

        Task<RedisResult> AskAsync(OrderPlace place) =>
            _settlements.RunAsync(Bucket.Of(orderId), place.Group, place.Field, productId);
    }

    private static Product ToProduct(string id, ReadOnlySpan<RedisValue> fields) =>
        new(id, fields[0].ToString(), decimal.Parse(fields[1].ToString(), CultureInfo.InvariantCulture), (int)fields[2])
        {
            Version = (long)fields[3],
        };

    private static RedisValue PaidAt(OrderCompleted order) =>
        order.OccurredAt?.ToUnixTimeMilliseconds() ?? RedisValue.EmptyString;

    private static Reservation Reservation(RedisResult reply) => ((RedisValue)reply[1]).ToString() switch
    {
        "reserved" => new(Refusal: null, IsNew: (bool)reply[0]),
        "expired" => throw new DeadLetterException("expired"),
        var refused => new(refused["refused:".Length..], IsNew: (bool)reply[0]),
    };

    // As the scripts compare it with a version: who has no condition takes any.
    private static string Tags(EntityTags? ifMatch) => ifMatch?.Strong ?? "*";

    private static ProductChange Change(string id, RedisResult reply)
    {
        var fields = (RedisValue[])reply!;
        return new ProductChange(Outcome(reply[0]), fields.Length == 1 ? null : ToProduct(id, fields.AsSpan(1)));
    }

    private static ChangeOutcome Outcome(RedisResult reply) =>
        Enum.Parse<ChangeOutcome>(reply.ToString(), ignoreCase: true);
}
