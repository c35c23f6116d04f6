using System.ComponentModel.DataAnnotations;

namespace Payment.Api.Orders;

/// <summary>How orders are taken: section <c>Payment</c>.</summary>
public sealed class OrderOptions
{
    /// <summary>The fee, as a fraction of price x quantity.</summary>
    [Range(0.0, 1.0)]
    public decimal FeeRate { get; set; } = 0.2m;

    /// <summary>
    /// How many payments may wait before new orders are turned away with 503; counted every ten seconds.
    /// </summary>
    [Range(1, 1_000_000_000)]
    public long MaxWaiting { get; set; } = 1_000_000;
}
