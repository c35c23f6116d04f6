using Microsoft.Extensions.Options;

namespace Payment.Api.Payments;

/// <summary>
/// Stands where a payment provider would. Its answer depends on nothing but the charge, so that the same order gets
/// the same answer each time and from each instance. Whether there is an answer is another matter, and left to chance.
/// </summary>
public sealed class SimulatedPaymentGateway(IOptions<SimulatorOptions> options, TimeProvider time) : IPaymentGateway
{
    private readonly SimulatorOptions _simulator = options.Value;

    /// <inheritdoc/>
    public async Task<ChargeResult> ChargeAsync(string orderId, decimal amount, CancellationToken cancellationToken)
    {
        await FaultAsync(cancellationToken);
        if (_simulator.ProcessingTime > TimeSpan.Zero)
        {
            await Task.Delay(_simulator.ProcessingTime, time, cancellationToken);
        }

        return new ChargeResult(amount > _simulator.DeclineAbove ? "amount_too_high" : null);
    }

    /// <inheritdoc/>
    public Task RefundAsync(string orderId, CancellationToken cancellationToken) => FaultAsync(cancellationToken);

    private async Task FaultAsync(CancellationToken cancellationToken)
    {
        if (Random.Shared.NextDouble() < _simulator.HangShare)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        if (Random.Shared.NextDouble() < _simulator.FailShare)
        {
            throw new HttpRequestException("The simulated gateway fails.");
        }
    }
}
