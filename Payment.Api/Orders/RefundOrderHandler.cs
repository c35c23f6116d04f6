using Shared.Contracts;
using Shared.Redis.Consuming;

namespace Payment.Api.Orders;

/// <summary>Refunds an order that Inventory refused. Its money goes back through the payment queue.</summary>
public sealed partial class RefundOrderHandler(IOrderStore orders, ILogger<RefundOrderHandler> logger)
    : IStreamHandler<RefundOrder>
{
    /// <inheritdoc/>
    public async Task<string?> HandleAsync(RefundOrder message, CancellationToken cancellationToken)
    {
        var (orderId, reason) = (message.Order.OrderId, message.Reason ?? "unspecified");
        switch (await orders.RefundAsync(orderId, reason))
        {
            case { Status: null }:
                throw new DeadLetterException("order_not_found");
            case { Status: OrderStatus.Declined }:
                throw new DeadLetterException("order_declined");
            case { Status: OrderStatus.Completed }:
                throw new DeadLetterException("order_confirmed"); // Inventory said otherwise: somebody has to look.
            case { IsNew: true }:
                LogRefunded(orderId.Printable(), reason.Printable());
                break;
        }

        return null;
    }

    [LoggerMessage(LogLevel.Information, "Order {OrderId}: refunded, {Reason}")]
    private partial void LogRefunded(string orderId, string reason);
}
