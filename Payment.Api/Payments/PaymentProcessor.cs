using Microsoft.Extensions.Options;
using Payment.Api.Orders;
using Shared.Redis;

namespace Payment.Api.Payments;

/// <summary>Charges the orders whose payment is due and decides them: completed or declined.</summary>
public sealed partial class PaymentProcessor(
    PaymentQueue queue,
    IOrderStore orders,
    IPaymentGateway gateway,
    IOptions<PaymentOptions> options,
    TimeProvider time,
    ILogger<PaymentProcessor> logger)
    : PollingService(time, logger)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _leaseMargin = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        var due = await queue.ClaimAsync(queue.Bell.Answer(), options.Value.GatewayTimeout + _leaseMargin);
        await Task.WhenAll(due.Select(PayAsync));
        return due.Count > 0;
    }

    /// <inheritdoc/>
    protected override Task WaitForWorkAsync(CancellationToken cancellationToken) =>
        queue.Bell.WaitAsync(_patience, cancellationToken);

    // Not cancelled when the host stops: what was begun is finished within its grace period.
    private async Task PayAsync(string orderId)
    {
        if (await orders.FindAsync(orderId) is not { } order)
        {
            await orders.DeclineAsync(orderId, "order_not_found");
            LogUnknown(orderId);
        }
        else if (order.Status == OrderStatus.Declined)
        {
            await GiveBackAsync(order);
        }
        else if (await TryChargeAsync(order) is not { } charge)
        {
            await PostponeAsync(order);
        }
        else if (charge.DeclineReason is { } reason)
        {
            await DeclineAsync(order, reason);
        }
        else
        {
            await CompleteAsync(order);
        }
    }

    private async Task<ChargeResult?> TryChargeAsync(Order order)
    {
        using var timeout = new CancellationTokenSource(options.Value.GatewayTimeout, Time);
        try
        {
            return await gateway.ChargeAsync(order.Id, order.Total, timeout.Token);
        }
        catch (Exception fault)
        {
            LogChargeFailed(order.Id, fault);
            return null;
        }
    }

    private async Task CompleteAsync(Order order)
    {
        var before = await orders.CompleteAsync(order);
        if (before == OrderStatus.Pending)
        {
            LogCompleted(order.Id, order.Total);
        }
        else if (before == OrderStatus.Refunded)
        {
            // Refunded while the charge was under way.
            await gateway.RefundAsync(order.Id, CancellationToken.None);
        }
    }

    private async Task DeclineAsync(Order order, string reason)
    {
        if (await orders.DeclineAsync(order.Id, reason) == OrderStatus.Pending)
        {
            LogDeclined(order.Id, reason);
        }
    }

    private async Task PostponeAsync(Order order)
    {
        // A charge without an answer may have been made. The order is decided first, as another instance may be about
        // to complete it; its payment stays in the queue until the money is known to be back.
        if (await queue.PostponeAsync(order.Id) >= options.Value.MaxAttempts
            && await orders.GiveUpAsync(order.Id, "gateway_unavailable") == OrderStatus.Pending)
        {
            LogDeclined(order.Id, "gateway_unavailable");
        }
    }

    private async Task GiveBackAsync(Order order)
    {
        using var timeout = new CancellationTokenSource(options.Value.GatewayTimeout, Time);
        try
        {
            await gateway.RefundAsync(order.Id, timeout.Token);
        }
        catch (Exception fault)
        {
            LogRefundFailed(order.Id, fault);
            await queue.PostponeAsync(order.Id);
            return;
        }

        await orders.DeclineAsync(order.Id, "gateway_unavailable");
    }

    [LoggerMessage(LogLevel.Information, "Order {OrderId}: completed, {Total} charged")]
    private partial void LogCompleted(string orderId, decimal total);

    [LoggerMessage(LogLevel.Information, "Order {OrderId}: declined, {Reason}")]
    private partial void LogDeclined(string orderId, string reason);

    [LoggerMessage(LogLevel.Warning, "Order {OrderId}: the gateway did not answer, the charge is tried again later")]
    private partial void LogChargeFailed(string orderId, Exception fault);

    [LoggerMessage(LogLevel.Warning, "Order {OrderId}: whether it was charged is unknown and the gateway did not answer, it is asked again later")]
    private partial void LogRefundFailed(string orderId, Exception fault);

    [LoggerMessage(LogLevel.Error, "Order {OrderId}: a payment was queued for an order that does not exist")]
    private partial void LogUnknown(string orderId);
}
