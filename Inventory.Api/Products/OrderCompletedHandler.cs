using Shared.Contracts;
using Shared.Redis.Consuming;

namespace Inventory.Api.Products;

/// <summary>Takes the stock of a paid order, or refuses it.</summary>
public sealed partial class OrderCompletedHandler(IProductStore products, ILogger<OrderCompletedHandler> logger)
    : IStreamHandler<OrderCompleted>
{
    /// <inheritdoc/>
    public async Task<string?> HandleAsync(OrderCompleted message, CancellationToken cancellationToken)
    {
        var reservation = await products.ReserveAsync(message);
        var orderId = message.OrderId.Printable();
        if (reservation.IsNew)
        {
            Tell(reservation, message, orderId);
        }
        else
        {
            LogSeenBefore(orderId);
        }

        return reservation.Refusal is null ? Verdict.Reserved : Verdict.Refused;
    }

    private void Tell(Reservation reservation, OrderCompleted message, string orderId)
    {
        InventoryInstruments.Decided(reservation);
        if (reservation.Refusal is { } reason)
        {
            LogRefused(orderId, reason, message.Defect);
        }
        else
        {
            LogReserved(orderId, message.Quantity, message.ProductId?.Printable());
        }
    }

    [LoggerMessage(LogLevel.Information, "Order {OrderId}: {Quantity} of product {ProductId} reserved")]
    private partial void LogReserved(string orderId, int? quantity, string? productId);

    [LoggerMessage(LogLevel.Information, "Order {OrderId}: refused, {Reason} {Defect}")]
    private partial void LogRefused(string orderId, string reason, string? defect);

    [LoggerMessage(LogLevel.Debug, "Order {OrderId}: delivered again, nothing changed")]
    private partial void LogSeenBefore(string orderId);
}
