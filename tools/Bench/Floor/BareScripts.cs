using System.Diagnostics;
using Inventory.Api.Products;
using Payment.Api.Orders;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Publishing;
using StackExchange.Redis;

using Order = Payment.Api.Orders.Order;

namespace Bench.Floor;

/// <summary>The scripts that decide an order, alone: prepared calls, pipelined on one connection.</summary>
internal static class BareScripts
{
    /// <summary>Completes placed orders.</summary>
    /// <returns>Orders per second.</returns>
    public static Task<double> CompleteAsync(IDatabase store, IEnumerable<Order> orders) => PerSecondAsync(
        store,
        Script.Load<RedisOrderStore>("complete_order"),
        orders.Select(order => (
            new[] { OrderKeys.Order(order.Id), OrderKeys.Payments(Bucket.Of(order.Id)), Outbox.Key(Bucket.Of(order.Id), OrderCompleted.Stream) },
            (RedisValue[])[order.Id, order.CreatedAt.ToUnixTimeMilliseconds(), .. Fields(order)])));

    /// <summary>Takes the stock of orders.</summary>
    /// <returns>Orders per second.</returns>
    public static Task<double> ReserveAsync(IDatabase store, IEnumerable<Order> orders) => PerSecondAsync(
        store,
        Script.Load<RedisProductStore>("reserve_stock"),
        orders.Select(order => (
            new[] { ProductKeys.Product(order.ProductId), ProductKeys.Reservation(Bucket.Of(order.ProductId), order.Id), Outbox.Key(Bucket.Of(order.ProductId), RefundOrder.Stream) },
            (RedisValue[])[order.Quantity, Money.Format(order.Price), order.CreatedAt.ToUnixTimeMilliseconds(), (long)TimeSpan.FromDays(50).TotalMilliseconds, (long)TimeSpan.FromDays(60).TotalSeconds, .. Fields(order)])));

    private static IEnumerable<RedisValue> Fields(Order order) =>
        order.ToEvent(order.CreatedAt).Write().SelectMany(field => new RedisValue[] { field.Key, field.Value });

    private static async Task<double> PerSecondAsync(
        IDatabase store, Script script, IEnumerable<(RedisKey[] Keys, RedisValue[] Arguments)> calls)
    {
        var prepared = calls.ToList();
        var clock = Stopwatch.StartNew();
        await Pipeline.RunAsync(prepared, call => script.RunAsync(store, call.Keys, call.Arguments));
        return prepared.Count / clock.Elapsed.TotalSeconds;
    }
}
