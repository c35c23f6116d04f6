using System.Diagnostics;
using Microsoft.Extensions.Options;
using Payment.Api.Orders;
using Shared.Redis.Loops;
using Shared.Redis.Telemetry;

namespace Payment.Api.Payments;

/// <summary>
/// Works off the payment queue: charges pending orders and so decides them, and gives the money of those back that
/// were refunded, or given up without knowing whether they were charged. Each payment is on its own: a slow one holds
/// up none that comes after it.
/// </summary>
public sealed partial class PaymentProcessor(
    PaymentQueue queue,
    IOrderStore orders,
    IPaymentGateway gateway,
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
    /// <param name="cancellationToken">Set when the host stops.</param>
    /// <returns>Whether there were any.</returns>
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

        var due = await queue.ClaimAsync(queue.Bell.Answer(), options.Value.GatewayTimeout + _leaseMargin, Room);
        _underWay = [.. _underWay, .. due.Select(PayAsync)];
        return due.Count > 0;
    }

    /// <summary>Waits until every payment that was started has come to an end.</summary>
    public Task FinishAsync() => Task.WhenAll(_underWay);

    /// <summary>Stops to claim, and finishes what is under way as far as the grace period allows.</summary>
    /// <param name="cancellationToken">Set when that is over.</param>
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

    // Not cancelled when the host stops: what was begun is finished within its grace period.
    private async Task PayAsync(DuePayment due)
    {
        using var span = due.Order is null ? null : PaymentInstruments.Work(due.Order);
        try
        {
            await (due switch
            {
                { Fault: { } fault } => Task.FromException(fault),
                { Order: { Status: OrderStatus.Pending } order } => ChargeAsync(order),
                { Order: { Status: OrderStatus.Declined or OrderStatus.Refunded } order } => GiveBackAsync(order),
                // Changes nothing, but takes the payment from the queue if it still is there.
                { Order: { } order } => orders.CompleteAsync(order),
                _ => ForgetAsync(due.OrderId),
            });
        }
        catch (UnreadableOrderException fault)
        {
            LogUnreadable(due.OrderId, fault); // Another version may know it, so it is due again after its lease.
        }
    }

    private async Task ForgetAsync(string orderId)
    {
        await queue.RemoveAsync(orderId);
        LogUnknown(orderId);
    }

    private async Task ChargeAsync(Order order)
    {
        ChargeResult? charge = null;
        if (!await TryAsync(order, "charge", async timeout => charge = await gateway.ChargeAsync(order.Id, order.Total, timeout)))
        {
            await PostponeAsync(order);
        }
        else if (charge!.DeclineReason is { } reason)
        {
            await DeclineAsync(order, reason, mayBeCharged: false);
        }
        else if (await orders.CompleteAsync(order) == OrderStatus.Pending)
        {
            PaymentInstruments.Settled(OrderStatus.Completed, Time.GetUtcNow() - order.CreatedAt);
            LogCompleted(order.Id, order.Total);
        }
    }

    private async Task PostponeAsync(Order order)
    {
        // A charge without an answer may have been made. The order is decided first, as another instance may be about
        // to complete it; its payment stays in the queue until the money is known to be back.
        if (await queue.PostponeAsync(order.Id) >= options.Value.MaxAttempts)
        {
            await DeclineAsync(order, "gateway_unavailable", mayBeCharged: true);
        }
    }

    private async Task DeclineAsync(Order order, string reason, bool mayBeCharged)
    {
        if (await orders.DeclineAsync(order.Id, reason, mayBeCharged) == OrderStatus.Pending)
        {
            LogDeclined(order.Id, reason);
        }
    }

    // Tried for ever, with growing pauses: giving up would be keeping the customer's money.
    private async Task GiveBackAsync(Order order)
    {
        if (!await TryAsync(order, "refund", timeout => gateway.RefundAsync(order.Id, timeout)))
        {
            await queue.PostponeAsync(order.Id);
        }
        else if (await queue.RemoveAsync(order.Id))
        {
            PaymentInstruments.Settled(order.Status, Time.GetUtcNow() - order.CreatedAt);
        }
    }

    /// <summary>Asks the gateway for something.</summary>
    /// <returns>Whether it answered; if not, whether it did what it was asked is unknown.</returns>
    private async Task<bool> TryAsync(Order order, string operation, Func<CancellationToken, Task> ask)
    {
        using var timeout = new CancellationTokenSource(options.Value.GatewayTimeout, Time);
        var start = Time.GetTimestamp();
        try
        {
            await ask(timeout.Token);
            PaymentInstruments.Asked(operation, answered: true, Time.GetElapsedTime(start));
            return true;
        }
        catch (Exception fault)
        {
            PaymentInstruments.Asked(operation, answered: false, Time.GetElapsedTime(start));
            Activity.Current?.Fail(fault);
            LogNoAnswer(order.Id, order.Status, fault);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Order {OrderId}: completed, {Total} charged")]
    private partial void LogCompleted(string orderId, decimal total);

    [LoggerMessage(LogLevel.Information, "Order {OrderId}: declined, {Reason}")]
    private partial void LogDeclined(string orderId, string reason);

    [LoggerMessage(LogLevel.Warning, "Order {OrderId}, {Status}: the gateway did not answer and is asked again later")]
    private partial void LogNoAnswer(string orderId, OrderStatus status, Exception fault);

    [LoggerMessage(LogLevel.Warning, "Order {OrderId}: its payment is left alone for now, because it cannot be read")]
    private partial void LogUnreadable(string orderId, Exception fault);

    [LoggerMessage(LogLevel.Warning, "Some payments were not finished and are taken up after their lease")]
    private partial void LogLeft(Exception fault);

    [LoggerMessage(LogLevel.Error, "Order {OrderId}: a payment was queued for an order that does not exist")]
    private partial void LogUnknown(string orderId);
}
