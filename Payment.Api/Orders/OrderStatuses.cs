namespace Payment.Api.Orders;

/// <summary>The one text of each status: in the store, in entity tags, in metrics.</summary>
internal static class OrderStatuses
{
    private static readonly Dictionary<OrderStatus, string> _texts =
        Enum.GetValues<OrderStatus>().ToDictionary(status => status, status => status.ToString().ToLowerInvariant());

    private static readonly Dictionary<string, OrderStatus> _statuses =
        _texts.ToDictionary(status => status.Value, status => status.Key);

    public static string Text(this OrderStatus status) => _texts[status];

    /// <summary>The status of a text. One that is unknown may be what a newer version has made of the order.</summary>
    /// <exception cref="FormatException">There is no such status.</exception>
    public static OrderStatus Parse(string text) => _statuses.TryGetValue(text, out var status)
        ? status
        : throw new FormatException($"There is no status '{text}'.");
}
