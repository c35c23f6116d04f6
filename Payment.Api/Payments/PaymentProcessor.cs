using Microsoft.Extensions.Options;
using Payment.Api.Orders;
using Shared.Redis.Loops;

namespace Payment.Api.Payments;

/// <summary>
/// Works off the payment queue. Each payment is on its own: a slow one holds up none that comes after it.
/// </summary>
public sealed partial class PaymentProcessor(
    PaymentQueue queue,
    Cashier cashier,
    IOptions<PaymentOptions> options,
    TimeProvider time,
    ILogger<PaymentProcessor> logger)
    : PollingService(time, logger)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _leaseMargin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _breath = TimeSpan.FromMilliseconds(10);

    // Replaced and never changed, so that whoever waits for them need not fear the loop.
    private IReadOnlyList<Payment> _underWay = [];

    // What could not be settled, as the store was away. It is still this instance's own.
    private IReadOnlyList<Payment> _left = [];

    private TimeSpan Lease => options.Value.GatewayTimeout + _leaseMargin;

    private int Room => options.Value.MaxUnderWay - _underWay.Count;

    /// <summary>Starts the payments that are due, as far as there is room for them.</summary>
    /// <exception cref="Exception">What a payment met that was started before, as that the store is away.</exception>
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        var payments = _underWay.ToLookup(payment => payment.Settling.IsCompleted);
        _underWay =
        [
            .. payments[false],
            .. _left.Select(payment => payment with { Settling = SettleAsync(payment.OrderId) }),
        ];
        _left = [.. payments[true].Where(payment => !IsSettled(payment) && Time.GetElapsedTime(payment.Since) < Lease)];
        await Task.WhenAll(payments[true].Select(payment => payment.Settling));
        if (Room <= 0)
        {
            return false;
        }

        // Not cancelled when the host stops: what was begun is finished within its grace period.
        var due = await queue.ClaimAsync(queue.Bell.Answer(), Lease, Room);
        _underWay = [.. _underWay, .. due.Select(id => new Payment(id, Time.GetTimestamp(), SettleAsync(id)))];
        return due.Count > 0;
    }

    /// <summary>Waits until every payment that was started has come to an end.</summary>
    public Task FinishAsync() => Task.WhenAll(_underWay.Select(payment => payment.Settling));

    /// <summary>Stops to claim, and finishes what is under way as far as the grace period allows.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await FinishAsync().WaitAsync(cancellationToken);
        }
        catch (Exception fault)
        {
            LogLeft(fault);
        }
    }

    /// <returns>Whether it could be; otherwise a part of the store was away.</returns>
    private Task<bool> SettleAsync(string orderId) => queue.WorkOnAsync(orderId, cashier.SettleAsync);

    private static bool IsSettled(Payment payment) =>
        payment.Settling.IsCompletedSuccessfully && payment.Settling.Result;

    // A full house rings no bell when somebody leaves: all who did within a breath make room for one claim.
    /// <inheritdoc/>
    protected override Task WaitForWorkAsync(CancellationToken cancellationToken) =>
        Room <= 0 ? Task.Delay(_breath, Time, cancellationToken) : queue.Bell.WaitAsync(_patience, cancellationToken);

    /// <param name="Since">When it was claimed.</param>
    private sealed record Payment(string OrderId, long Since, Task<bool> Settling);

    [LoggerMessage(LogLevel.Warning, "Some payments were not finished and are taken up after their lease")]
    private partial void LogLeft(Exception fault);
}
