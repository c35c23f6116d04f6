namespace Payment.Api.Payments;

/// <summary>The gateway's answer to a charge.</summary>
/// <param name="DeclineReason">Why the charge was refused; <see langword="null"/> when it was made.</param>
public sealed record ChargeResult(string? DeclineReason);
