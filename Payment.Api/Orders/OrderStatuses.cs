namespace Payment.Api.Orders;

/// <summary>The one text of each status: in the store, in entity tags, in metrics.</summary>
internal static class OrderStatuses
{
    private static readonly Dictionary<OrderStatus, string> _texts = new()
    {
        [OrderStatus.Pending] = "pending",
        [OrderStatus.Completed] = "completed",
        [OrderStatus.Refunded] = "refunded",
        [OrderStatus.Declined] = "declined",
    };

    /// <summary>The text of a status.</summary>
    public static string Text(this OrderStatus status) => _texts[status];

    /// <summary>The status of a text. One that is unknown may be what a newer version has made of the order.</summary>
    /// <exception cref="FormatException">There is no such status.</exception>
    public static OrderStatus Parse(string text)
    {
        foreach (var (status, known) in _texts)
        {
            if (text == known)
            {
                return status;
            }
        }

        throw new FormatException($"There is no status '{text}'.");
    }
}
