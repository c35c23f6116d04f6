using Payment.Api.Payments;

namespace Simulation;

/// <summary>
/// The payment provider, which no fault touches: it books each order once, whoever asks and how often, and a refunded
/// order is never charged afterwards. Only the way to it is unreliable.
/// </summary>
internal sealed class Gateway(decimal declineAbove)
{
    private readonly Dictionary<string, decimal> _charged = [];
    private readonly HashSet<string> _refunded = [];

    /// <summary>What is wrong with it, if anything.</summary>
    public Fault? Trouble { get; set; }

    /// <summary>What it holds of all customers.</summary>
    public decimal Balance => _charged.Where(charge => Holds(charge.Key)).Sum(charge => charge.Value);

    /// <summary>Whether the customer's money is here.</summary>
    public bool Holds(string orderId) => _charged.ContainsKey(orderId) && !_refunded.Contains(orderId);

    public ChargeResult Charge(string orderId, decimal amount)
    {
        if (amount > declineAbove || _refunded.Contains(orderId))
        {
            return new ChargeResult("amount_too_high");
        }

        _charged.TryAdd(orderId, amount);
        return new ChargeResult(null);
    }

    public bool Refund(string orderId) => _refunded.Add(orderId);
}

/// <summary>The provider as a service instance reaches it; requests overtake each other.</summary>
internal sealed class RemoteGateway(Gateway gateway) : IPaymentGateway
{
    public Task<ChargeResult> ChargeAsync(string orderId, decimal amount, CancellationToken cancellationToken) =>
        Send(orderId, "charge", () => gateway.Charge(orderId, amount)).WaitAsync(cancellationToken);

    public Task RefundAsync(string orderId, CancellationToken cancellationToken) =>
        Send(orderId, "refund", () => gateway.Refund(orderId)).WaitAsync(cancellationToken);

    private static Task<T> Send<T>(string orderId, string what, Func<T> book)
    {
        var command = new Command<T>($"gateway.{what}", $"gateway:{orderId}", () => Task.FromResult(book()));
        Actor.Current.Send(command);
        return command.Reply;
    }
}
