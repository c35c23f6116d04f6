using System.Globalization;

namespace Shared.Contracts;

/// <summary>An order has been paid: Payment asks Inventory to take its stock.</summary>
public sealed record OrderCompleted : IStreamMessage<OrderCompleted>
{
    /// <inheritdoc/>
    public static string Stream => "order_completed";

    /// <inheritdoc/>
    public static string Group => "inventory-group";

    /// <inheritdoc/>
    public static string KeyField => "pk";

    /// <summary>The order's id; any text from a foreign producer.</summary>
    public required string OrderId { get; init; }

    /// <summary>The product ordered.</summary>
    public string? ProductId { get; init; }

    /// <summary>Units ordered.</summary>
    public int? Quantity { get; init; }

    /// <summary>Unit price the customer was quoted, in currency units; not checked when absent.</summary>
    public decimal? Price { get; init; }

    /// <summary>Fee on the whole order, in currency units.</summary>
    public decimal? Fee { get; init; }

    /// <summary>Amount charged, in currency units: price x quantity + fee.</summary>
    public decimal? Total { get; init; }

    /// <summary>Status of the order when the entry was written.</summary>
    public string? Status { get; init; }

    /// <summary>When the order was paid.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The trace that caused the entry (W3C Trace Context).</summary>
    public string? TraceParent { get; init; }

    /// <summary>
    /// The first field that is missing or cannot be used, if any. The order is known and its money was taken,
    /// so such an entry is answered with <see cref="RefusalReason.InvalidEvent"/> instead of being set aside.
    /// </summary>
    public string? Defect { get; init; }

    /// <inheritdoc/>
    public static OrderCompleted? Read(IReadOnlyDictionary<string, string> fields)
    {
        if (Text(KeyField) is not { Length: <= Limits.IdLength } orderId)
        {
            return null;
        }

        var productId = Text("product_id") is { Length: <= Limits.IdLength } id ? id : null;
        var quantity = ReadQuantity(Text("quantity"));
        var price = Amount("price");
        return new OrderCompleted
        {
            OrderId = orderId,
            ProductId = productId,
            Quantity = quantity,
            Price = price,
            Fee = Amount("fee"),
            Total = Amount("total"),
            Status = Text("status"),
            OccurredAt = ReadTime(Text("occurred_at")),
            TraceParent = Text("traceparent"),
            Defect = productId is null ? "product_id"
                : quantity is null ? "quantity"
                : price is null && Text("price") is not null ? "price"
                : null,
        };

        string? Text(string name) => fields.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
        decimal? Amount(string name) => Text(name) is { } text ? Money.Parse(text) : null;
    }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, string>> Write()
    {
        (string Name, string? Value)[] fields =
        [
            (KeyField, OrderId),
            ("product_id", ProductId),
            ("price", Price is { } price ? Money.Format(price) : null),
            ("fee", Fee is { } fee ? Money.Format(fee) : null),
            ("total", Total is { } total ? Money.Format(total) : null),
            ("quantity", Quantity?.ToString(CultureInfo.InvariantCulture)),
            ("status", Status),
            ("occurred_at", OccurredAt is { } time ? Timestamp.Format(time) : null),
            ("traceparent", TraceParent),
        ];
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                yield return new(name, value);
            }
        }
    }

    private static int? ReadQuantity(string? text) =>
        WholeNumber.Parse(text) is >= Limits.MinOrderQuantity and <= Limits.MaxOrderQuantity and var quantity
            ? quantity
            : null;

    private static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
}
