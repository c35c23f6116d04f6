namespace Shared.Contracts;

/// <summary>Inventory refused a paid order: Payment has to give the money back.</summary>
/// <param name="Order">The order, as far as its fields were usable.</param>
/// <param name="Reason">One of <see cref="RefusalReason"/>; absent from a foreign producer.</param>
public sealed record RefundOrder(OrderCompleted Order, string? Reason) : IStreamMessage<RefundOrder>
{
    /// <inheritdoc/>
    public static string Stream => "refund_order";

    /// <inheritdoc/>
    public static string Group => "payment-group";

    /// <inheritdoc/>
    public static string KeyField => OrderCompleted.KeyField;

    /// <inheritdoc/>
    public static RefundOrder? Read(IReadOnlyDictionary<string, string> fields) =>
        OrderCompleted.Read(fields) is { } order
            ? new RefundOrder(order, fields.GetValueOrDefault("reason") is { Length: > 0 } reason ? reason : null)
            : null;

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, string>> Write() =>
        Reason is null ? Order.Write() : Order.Write().Append(new("reason", Reason));
}
