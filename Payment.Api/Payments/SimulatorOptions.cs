using System.ComponentModel.DataAnnotations;

namespace Payment.Api.Payments;

/// <summary>How the simulated gateway behaves: section <c>Payment:Simulator</c>.</summary>
public sealed class SimulatorOptions
{
    /// <summary>How long a charge takes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ProcessingTime { get; set; } = TimeSpan.Zero;

    /// <summary>Charges above this amount, in currency units, are declined; by default none is.</summary>
    [Range(0.0, 1e15)]
    public decimal? DeclineAbove { get; set; }

    /// <summary>Fraction of the calls, charges and refunds, that are never answered.</summary>
    [Range(0.0, 1.0)]
    public double HangShare { get; set; }

    /// <summary>Fraction of the calls, charges and refunds, that are answered with an error.</summary>
    [Range(0.0, 1.0)]
    public double FailShare { get; set; }
}
