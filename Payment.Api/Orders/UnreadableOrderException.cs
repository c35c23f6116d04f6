namespace Payment.Api.Orders;

/// <summary>
/// An order is there that cannot be read: a newer version of the service wrote it during a rolling update, or a hand
/// in the data did. It is for whoever can read it, and must not hold up what was read together with it.
/// </summary>
public sealed class UnreadableOrderException(string id, Exception cause)
    : Exception($"Order {id} cannot be read.", cause);
