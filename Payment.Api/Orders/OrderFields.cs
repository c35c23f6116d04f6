using System.Globalization;
using StackExchange.Redis;

namespace Payment.Api.Orders;

/// <summary>The fields of an order's hash.</summary>
internal static class OrderFields
{
    /// <summary>Their names, in the order in which they are read.</summary>
    public static RedisValue[] Names { get; } =
    [
        "product_id", "price", "fee", "total", "quantity", "status", "reason", "created_at", "completed_at", "refunded_at",
        "owner", "traceparent",
    ];

    /// <summary>Makes an order of their values.</summary>
    /// <param name="id">Id of the order.</param>
    /// <param name="values">The values of <see cref="Names"/>.</param>
    /// <returns>The order, or <see langword="null"/> when there is none.</returns>
    public static Order? Read(string id, RedisValue[] values) => values is [] or [{ IsNull: true }, ..]
        ? null
        : new Order
        {
            Id = id,
            ProductId = values[0].ToString(),
            Price = Amount(values[1]),
            Fee = Amount(values[2]),
            Total = Amount(values[3]),
            Quantity = (int)values[4],
            Status = Enum.Parse<OrderStatus>(values[5].ToString(), ignoreCase: true),
            Reason = values[6],
            CreatedAt = Time(values[7])!.Value,
            CompletedAt = Time(values[8]),
            RefundedAt = Time(values[9]),
            Owner = values[10],
            TraceParent = values[11],
        };

    private static decimal Amount(RedisValue value) => decimal.Parse(value.ToString(), CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(RedisValue value) =>
        value.IsNull ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)value);
}
