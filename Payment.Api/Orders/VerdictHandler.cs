using Shared.Contracts;
using Shared.Redis.Publishing;

namespace Payment.Api.Orders;

/// <summary>Confirms the orders whose stock Inventory has taken. The others are refunded by their refusal.</summary>
public sealed class VerdictHandler(IOrderStore orders) : IVerdictHandler<OrderCompleted>
{
    /// <inheritdoc/>
    public Task HandleAsync(IReadOnlyList<Receipt> receipts) => orders.ConfirmAsync(
        [.. receipts.Where(receipt => receipt.Verdict == Verdict.Reserved).Select(receipt => receipt.Key)]);
}
