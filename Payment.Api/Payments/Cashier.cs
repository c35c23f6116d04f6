using System.Diagnostics;
using Microsoft.Extensions.Options;
using Payment.Api.Orders;
using Shared.Redis.Telemetry;

namespace Payment.Api.Payments;

/// <summary>
/// Settles a payment: charges a pending order and so decides it, or gives the money of one back that was refunded, or
/// given up without knowing whether it was charged.
/// </summary>
public sealed partial class Cashier(
    PaymentQueue queue,
    IOrderStore orders,
    IPaymentGateway gateway,
    IOptions<PaymentOptions> options,
    TimeProvider time,
    ILogger<Cashier> logger)
{
    /// <summary>Settles the payment of an order, or leaves it in the queue to be tried again.</summary>
    /// <param name="placed">The order, if it has just been placed.</param>
    public async Task SettleAsync(string orderId, Order? placed = null)
    {
        try
        {
            await DecideAsync(orderId, placed ?? await orders.FindAsync(orderId));
        }
        catch (UnreadableOrderException fault)
        {
            LogUnreadable(orderId, fault); // Another version may know it, so it is due again after its lease.
        }
    }

    private async Task DecideAsync(string orderId, Order? order)
    {
        using var span = order is null ? null : PaymentInstruments.Work(order);
        await (order switch
        {
            { Status: OrderStatus.Pending } => ChargeAsync(order),
            { Status: OrderStatus.Declined or OrderStatus.Refunded } => GiveBackAsync(order),
            { Status: OrderStatus.Completed } => orders.CompleteAsync(order), // only takes it from the queue
            _ => ForgetAsync(orderId),
        });
    }

    private async Task ForgetAsync(string orderId)
    {
        await queue.RemoveAsync(orderId);
        LogUnknown(orderId);
    }

    private async Task ChargeAsync(Order order)
    {
        ChargeResult? charge = null;
        async Task AskAsync(CancellationToken end) => charge = await gateway.ChargeAsync(order.Id, order.Total, end);
        if (!await TryAsync(order, "charge", AskAsync))
        {
            await PostponeAsync(order);
        }
        else if (charge!.DeclineReason is { } reason)
        {
            await DeclineAsync(order, reason, mayBeCharged: false);
        }
        else if (await orders.CompleteAsync(order) is { Status: OrderStatus.Completed, IsNew: true })
        {
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
        if ((await orders.DeclineAsync(order.Id, reason, mayBeCharged)).IsNew)
        {
            LogDeclined(order.Id, reason);
        }
    }

    // Tried for ever, with growing pauses: giving up would be keeping the customer's money.
    private async Task GiveBackAsync(Order order)
    {
        if (!await TryAsync(order, "refund", end => gateway.RefundAsync(order.Id, end)))
        {
            await queue.PostponeAsync(order.Id);
        }
        else if (await queue.RemoveAsync(order.Id))
        {
            OrderInstruments.Final(order.Status, time.GetUtcNow() - order.CreatedAt);
        }
    }

    /// <summary>Asks the gateway for something.</summary>
    /// <returns>Whether it answered; if not, whether it did what it was asked is unknown.</returns>
    private async Task<bool> TryAsync(Order order, string operation, Func<CancellationToken, Task> ask)
    {
        using var timeout = new CancellationTokenSource(options.Value.GatewayTimeout, time);
        var start = time.GetTimestamp();
        try
        {
            await ask(timeout.Token);
            PaymentInstruments.Asked(operation, answered: true, time.GetElapsedTime(start));
            return true;
        }
        catch (Exception fault)
        {
            PaymentInstruments.Asked(operation, answered: false, time.GetElapsedTime(start));
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

    [LoggerMessage(LogLevel.Error, "Order {OrderId}: a payment was queued for an order that does not exist")]
    private partial void LogUnknown(string orderId);
}
