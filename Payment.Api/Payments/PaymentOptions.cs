using System.ComponentModel.DataAnnotations;

namespace Payment.Api.Payments;

/// <summary>How orders are charged: section <c>Payment</c>.</summary>
public sealed class PaymentOptions
{
    /// <summary>The fee, as a fraction of price x quantity.</summary>
    [Range(0.0, 1.0)]
    public decimal FeeRate { get; set; } = 0.2m;

    /// <summary>How long the gateway may take for one charge.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan GatewayTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a charge is tried before the order is declined, when the gateway fails to answer.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 8;

    /// <summary>How many payments may wait before new orders are turned away with 503; counted every ten seconds.</summary>
    [Range(1, 1_000_000_000)]
    public long MaxWaiting { get; set; } = 1_000_000;

    /// <summary>
    /// How many payments one instance has under way at once. While so many are, as when the gateway hangs, due ones
    /// wait in the queue. An instance settles at most this many in the time that the gateway takes for one.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxUnderWay { get; set; } = 1000;
}

/// <summary>How the simulated gateway behaves: section <c>Payment:Simulator</c>.</summary>
public sealed class SimulatorOptions
{
    /// <summary>How long a charge takes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ProcessingTime { get; set; } = TimeSpan.Zero;

    /// <summary>Charges above this amount, in currency units, are declined; by default none is.</summary>
    [Range(0.0, double.MaxValue)]
    public decimal? DeclineAbove { get; set; }

    /// <summary>Fraction of the calls, charges and refunds, that are never answered.</summary>
    [Range(0.0, 1.0)]
    public double HangShare { get; set; }

    /// <summary>Fraction of the calls, charges and refunds, that are answered with an error.</summary>
    [Range(0.0, 1.0)]
    public double FailShare { get; set; }
}
