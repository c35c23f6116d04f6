namespace Shared.ServiceDefaults.Access;

/// <summary>
/// What a caller may do: each is a policy, and the value of the <c>scope</c> claim that satisfies it (RFC 9068,
/// section 2.2.3).
/// </summary>
public static class Permissions
{
    public const string ReadProducts = "products:read";

    /// <summary>Create, change and delete products.</summary>
    public const string WriteProducts = "products:write";

    public const string PlaceOrders = "orders:place";

    /// <summary>See one's own orders.</summary>
    public const string ReadOrders = "orders:read";

    /// <summary>See dead letters, have them handled again, and delete them.</summary>
    public const string OperateDeadLetters = "dead-letters";

    public const string ReadMetrics = "metrics:read";

    public static IReadOnlyList<string> All { get; } =
        [ReadProducts, WriteProducts, PlaceOrders, ReadOrders, OperateDeadLetters, ReadMetrics];
}
