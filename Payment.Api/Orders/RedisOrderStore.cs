using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Paging;
using Shared.Redis.Publishing;
using StackExchange.Redis;

namespace Payment.Api.Orders;

/// <summary>Keeps the orders in Redis. Every change is one script, so it happens as a whole or not at all.</summary>
public sealed partial class RedisOrderStore(
    IRedisServers redis,
    Outbox<OrderCompleted> outbox,
    PaymentQueue queue,
    TimeProvider time,
    ILogger<RedisOrderStore> logger)
    : IOrderStore
{
    private static readonly Script _create = Script.Load<RedisOrderStore>("create_order");
    private static readonly Script _complete = Script.Load<RedisOrderStore>("complete_orders");
    private static readonly Script _confirm = Script.Load<RedisOrderStore>("confirm_orders");
    private static readonly Script _decline = Script.Load<RedisOrderStore>("decline_order");
    private static readonly Script _refund = Script.Load<RedisOrderStore>("refund_order");

    private readonly NewestFirstIndex _index = new(redis, OrderKeys.Index);

    private readonly BatchedScript<Bucket> _completions = new(
        redis,
        _complete,
        bucket => [OrderKeys.Payments(bucket), Outbox<OrderCompleted>.Key(bucket)],
        OrderKeys.Changes);

    /// <inheritdoc/>
    public async Task<Placement> CreateAsync(Order order)
    {
        if (!await queue.PlaceAsync(order, CreateAsync))
        {
            return new Placement(await FindAsync(order.Id) ?? order, IsNew: false);
        }

        OrderInstruments.Reached(OrderStatus.Pending);
        return new Placement(order, IsNew: true);
    }

    /// <inheritdoc/>
    public async Task<Order?> FindAsync(string id)
    {
        try
        {
            return OrderFields.Parse(id, await redis.Store.HashGetAsync(OrderKeys.Order(id), OrderFields.Names));
        }
        catch (RedisServerException fault) when (fault.Kind == RedisErrorKind.WrongType)
        {
            throw new UnreadableOrderException(id, fault);
        }
    }

    /// <inheritdoc/>
    public async Task<Page<Order>> ListAsync(Cursor? after, int limit, string? owner)
    {
        var ids = await _index.ReadAsync(after, limit, owner);
        var orders = await Task.WhenAll(ids.Items.Select(FindIfReadableAsync));
        return new Page<Order>([.. orders.OfType<Order>()], ids.Next);
    }

    /// <inheritdoc/>
    public async Task<Decision> CompleteAsync(Order order)
    {
        var bucket = Bucket.Of(order.Id);
        var now = time.GetUtcNow();
        var fields = Outbox<OrderCompleted>.Fields(order.ToEvent(now));
        var decision = Decide(order.Id, OrderStatus.Completed, await _completions.RunAsync(
            bucket,
            OrderKeys.Order(order.Id),
            [order.Id, now.ToUnixTimeMilliseconds(), fields.Length, .. fields]));
        outbox.Bell.Ring(bucket);
        return decision;
    }

    /// <inheritdoc/>
    public async Task<Decision> DeclineAsync(string id, string reason, bool mayBeCharged) =>
        Decide(id, OrderStatus.Declined, await _decline.RunAsync(
            redis.Store,
            [OrderKeys.Order(id), OrderKeys.Payments(Bucket.Of(id))],
            id,
            reason,
            mayBeCharged,
            OrderKeys.Changes));

    /// <inheritdoc/>
    public Task ConfirmAsync(IReadOnlyCollection<string> ids) =>
        Task.WhenAll(ids.GroupBy(Bucket.Of).Select(bucket => ConfirmAsync([.. bucket], time.GetUtcNow())));

    /// <inheritdoc/>
    public async Task<Decision> RefundAsync(string id, string reason)
    {
        var bucket = Bucket.Of(id);
        var decision = Decide(id, OrderStatus.Refunded, await _refund.RunAsync(
            redis.Store,
            [OrderKeys.Order(id), OrderKeys.Payments(bucket)],
            id,
            reason,
            time.GetUtcNow().ToUnixTimeMilliseconds(),
            OrderKeys.Changes));
        queue.Bell.Ring(bucket);
        return decision;
    }

    /// <param name="lease">How long its payment is this process's own.</param>
    /// <returns>Whether it is new.</returns>
    private async Task<bool> CreateAsync(Order order, TimeSpan lease)
    {
        var bucket = Bucket.Of(order.Id);
        RedisValue[] cause = order.TraceParent is { } traceParent ? ["traceparent", traceParent] : [];
        RedisKey[] keys = [OrderKeys.Order(order.Id), bucket.Key(OrderKeys.Index), OrderKeys.Payments(bucket)];
        RedisValue[] arguments =
        [
            order.Id,
            order.CreatedAt.ToUnixTimeMilliseconds(),
            (long)lease.TotalMilliseconds,
            "product_id", order.ProductId,
            "quantity", order.Quantity,
            "price", Money.Format(order.Price),
            "fee", Money.Format(order.Fee),
            .. cause,
        ];
        return (bool)await (order.Owner is { } owner
            ? _create.RunAsync(redis.Store, [.. keys, OrderKeys.IndexOf(bucket, owner)], [.. arguments, "owner", owner])
            : _create.RunAsync(redis.Store, keys, arguments));
    }

    /// <param name="ids">Orders of one bucket.</param>
    private async Task ConfirmAsync(string[] ids, DateTimeOffset now)
    {
        var created = (RedisValue[])(await _confirm.RunAsync(
            redis.Store,
            Array.ConvertAll(ids, OrderKeys.Order),
            [now.ToUnixTimeMilliseconds(), OrderKeys.Changes, .. ids.ToRedisValueArray()]))!;
        foreach (var (id, createdAt) in ids.Zip(created))
        {
            if (createdAt.TryParse(out long placed))
            {
                OrderInstruments.Final(OrderStatus.Completed, now - DateTimeOffset.FromUnixTimeMilliseconds(placed));
                LogConfirmed(id);
            }
        }
    }

    private async Task<Order?> FindIfReadableAsync(string id)
    {
        try
        {
            return await FindAsync(id);
        }
        catch (UnreadableOrderException fault)
        {
            LogLeftOut(id, fault);
            return null;
        }
    }

    /// <summary>Tells a decision by the status before, and counts one that is new.</summary>
    private static Decision Decide(string id, OrderStatus status, RedisResult before)
    {
        if (before.IsNull)
        {
            return new Decision(Status: null, IsNew: false);
        }

        if (before.ToString() == Order.Confirmed)
        {
            return new Decision(OrderStatus.Completed, IsNew: false);
        }

        var known = OrderFields.ParseStatus(id, before.ToString());
        var isNew = known is OrderStatus.Pending || (known, status) is (OrderStatus.Completed, OrderStatus.Refunded);
        if (isNew)
        {
            OrderInstruments.Reached(status);
        }

        return new Decision(isNew ? status : known, isNew);
    }

    [LoggerMessage(LogLevel.Information, "Order {OrderId}: confirmed, its stock is taken")]
    private partial void LogConfirmed(string orderId);

    [LoggerMessage(LogLevel.Warning, "Order {OrderId}: left out of a list, because it cannot be read")]
    private partial void LogLeftOut(string orderId, Exception fault);
}
