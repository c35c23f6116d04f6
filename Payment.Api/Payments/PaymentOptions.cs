using System.ComponentModel.DataAnnotations;

namespace Payment.Api.Payments;

/// <summary>How orders are charged: section <c>Payment</c>.</summary>
public sealed class PaymentOptions
{
    /// <summary>How long the gateway may take for one charge.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan GatewayTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a charge is tried before the order is declined, when the gateway fails to answer.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 8;

    /// <summary>
    /// How many payments one instance has under way at once. While so many are, as when the gateway hangs, due ones
    /// wait in the queue. An instance settles at most this many in the time that the gateway takes for one.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxUnderWay { get; set; } = 1000;
}
