using Payment.Api.Payments;
using Shared.Contracts;
using Shared.Redis.Consuming;

namespace Payment.Api.Orders;

/// <summary>Gives the money of a refused order back.</summary>
public sealed partial class RefundOrderHandler(IOrderStore orders, IPaymentGateway gateway, ILogger<RefundOrderHandler> logger)
    : IStreamHandler<RefundOrder>
{
    /// <inheritdoc/>
    public async Task HandleAsync(RefundOrder message, CancellationToken cancellationToken)
    {
        var (orderId, reason) = (message.Order.OrderId, message.Reason ?? "unspecified");
        var before = await orders.RefundAsync(orderId, reason);
        if (before is null or OrderStatus.Declined)
        {
            throw new DeadLetterException(before is null ? "order_not_found" : "order_declined");
        }

        // Also when it was refunded before: the process may have ended between the status and the gateway,
        // which gives the money of one order back once.
        await gateway.RefundAsync(orderId, cancellationToken);
        if (before != OrderStatus.Refunded)
        {
            LogRefunded(orderId, reason);
        }
    }

    [LoggerMessage(LogLevel.Information, "Order {OrderId}: refunded, {Reason}")]
    private partial void LogRefunded(string orderId, string reason);
}
