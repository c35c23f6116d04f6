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
    private IReadOnlyList<Task> _underWay = [];

    private int Room => options.Value.MaxUnderWay - _underWay.Count;

    /// <summary>Starts the payments that are due, as far as there is room for them.</summary>
    /// <exception cref="Exception">What a payment met that was started before, as that the store is away.</exception>
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        var payments = _underWay.ToLookup(payment => payment.IsCompleted);
        _underWay = [.. payments[false]];
        await Task.WhenAll(payments[true]);
        if (Room <= 0)
        {
            return false;
        }

        // Not cancelled when the host stops: what was begun is finished within its grace period.
        var due = await queue.ClaimAsync(queue.Bell.Answer(), options.Value.GatewayTimeout + _leaseMargin, Room);
        _underWay = [.. _underWay, .. due.Select(cashier.SettleAsync)];
        return due.Count > 0;
    }

    /// <summary>Waits until every payment that was started has come to an end.</summary>
    public Task FinishAsync() => Task.WhenAll(_underWay);

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

    // A full house rings no bell when somebody leaves: all who did within a breath make room for one claim.
    /// <inheritdoc/>
    protected override Task WaitForWorkAsync(CancellationToken cancellationToken) =>
        Room <= 0 ? Task.Delay(_breath, Time, cancellationToken) : queue.Bell.WaitAsync(_patience, cancellationToken);

    [LoggerMessage(LogLevel.Warning, "Some payments were not finished and are taken up after their lease")]
    private partial void LogLeft(Exception fault);
}
