namespace Payment.Api.Payments;

/// <summary>Moves money. Both calls are idempotent by order: asking twice moves it once.</summary>
public interface IPaymentGateway
{
    /// <summary>Charges the customer of an order.</summary>
    /// <param name="amount">What to charge, in currency units.</param>
    /// <param name="cancellationToken">Ends the wait; whether the charge was made is then unknown.</param>
    /// <returns>Whether the charge was made.</returns>
    Task<ChargeResult> ChargeAsync(string orderId, decimal amount, CancellationToken cancellationToken);

    /// <summary>Gives back what an order was charged, if it was. A charge that arrives later is refused.</summary>
    /// <param name="cancellationToken">Ends the wait; whether the refund was made is then unknown.</param>
    Task RefundAsync(string orderId, CancellationToken cancellationToken);
}
