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
        Script.Load<RedisOrderStore>("complete_orders"),
        orders.Select(order =>
        {
            var bucket = Bucket.Of(order.Id);
            var fields = Outbox<OrderCompleted>.Fields(order.ToEvent(order.CreatedAt));
            return new Call(
                [OrderKeys.Payments(bucket), Outbox<OrderCompleted>.Key(bucket), OrderKeys.Order(order.Id)],
                [OrderKeys.Changes, order.Id, order.CreatedAt.ToUnixTimeMilliseconds(), fields.Length, .. fields]);
        }));

    /// <summary>Takes the stock of orders.</summary>
    /// <returns>Orders per second.</returns>
    public static Task<double> ReserveAsync(IDatabase store, IEnumerable<Order> orders) => PerSecondAsync(
        store,
        Script.Load<RedisProductStore>("reserve_stock"),
        orders.Select(order =>
        {
            var place = ProductKeys.Reservation(Bucket.Of(order.ProductId), order.Id);
            return new Call(
                [ProductKeys.Product(order.ProductId), place.Group],
                [
                    (long)TimeSpan.FromDays(50).TotalMilliseconds, (long)TimeSpan.FromDays(60).TotalSeconds,
                    place.Field, order.Quantity, Money.Format(order.Price), order.CreatedAt.ToUnixTimeMilliseconds(),
                ]);
        }));

    private static async Task<double> PerSecondAsync(IDatabase store, Script script, IEnumerable<Call> calls)
    {
        var prepared = calls.ToList();
        var clock = Stopwatch.StartNew();
        await Pipeline.RunAsync(prepared, call => script.RunAsync(store, call.Keys, call.Arguments));
        return prepared.Count / clock.Elapsed.TotalSeconds;
    }

    private sealed record Call(RedisKey[] Keys, RedisValue[] Arguments);
}
