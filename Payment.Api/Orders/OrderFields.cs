using System.Globalization;
using StackExchange.Redis;

namespace Payment.Api.Orders;

/// <summary>The fields of an order's hash.</summary>
internal static class OrderFields
{
    /// <summary>Their names, in the order in which they are parsed.</summary>
    public static RedisValue[] Names { get; } =
    [
        "product_id", "price", "fee", "quantity", "status", "reason",
        "created_at", "completed_at", "confirmed_at", "refunded_at", "owner", "traceparent",
    ];

    /// <summary>Makes an order of their values.</summary>
    /// <returns>The order, or <see langword="null"/> when there is none.</returns>
    /// <exception cref="UnreadableOrderException">There is one, but this version cannot read it.</exception>
    public static Order? Parse(string id, RedisValue[] values)
    {
        try
        {
            return values.All(value => value.IsNull) ? null : ParseAll(id, values);
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new UnreadableOrderException(id, fault);
        }
    }

    /// <summary>Reads the status of an order.</summary>
    /// <exception cref="UnreadableOrderException">This version does not know it.</exception>
    public static OrderStatus ParseStatus(string id, string text)
    {
        try
        {
            return OrderStatuses.Parse(text);
        }
        catch (FormatException fault)
        {
            throw new UnreadableOrderException(id, fault);
        }
    }

    private static Order ParseAll(string id, RedisValue[] values)
    {
        var (price, fee) = (Amount(values[1]), Amount(values[2]));
        var quantity = int.Parse(Text(values[3]), CultureInfo.InvariantCulture);
        return new Order
        {
            Id = id,
            ProductId = Text(values[0]),
            Price = price,
            Fee = fee,
            Total = (price * quantity) + fee,
            Quantity = quantity,
            Status = OrderStatuses.Parse(Text(values[4])),
            Reason = values[5],
            CreatedAt = Time(values[6]),
            CompletedAt = values[7].IsNull ? null : Time(values[7]),
            ConfirmedAt = values[8].IsNull ? null : Time(values[8]),
            RefundedAt = values[9].IsNull ? null : Time(values[9]),
            Owner = values[10],
            TraceParent = values[11],
        };
    }

    // A field that is missing would be 0 or empty by the client's own conversions.
    private static string Text(RedisValue value) => (string?)value ?? throw new FormatException("A field is missing.");

    private static decimal Amount(RedisValue value) => decimal.Parse(Text(value), CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(RedisValue value) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(Text(value), CultureInfo.InvariantCulture));
}
