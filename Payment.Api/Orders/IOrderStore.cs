using Shared.Redis.Paging;

namespace Payment.Api.Orders;

/// <summary>Keeps the orders. Every change of status is decided once; asking again changes nothing.</summary>
public interface IOrderStore
{
    /// <summary>Adds an order and queues its payment, once for each id.</summary>
    /// <param name="order">The order, with an id that is new or was made of an idempotency key.</param>
    Task<Placement> CreateAsync(Order order);

    /// <summary>Finds an order.</summary>
    /// <returns>The order, or <see langword="null"/> when there is none.</returns>
    /// <exception cref="UnreadableOrderException">There is one, but this version cannot read it.</exception>
    Task<Order?> FindAsync(string id);

    /// <summary>Lists orders, newest first, without those that cannot be read.</summary>
    /// <param name="after">Where to go on, or <see langword="null"/> to begin.</param>
    /// <param name="owner">Whose orders; <see langword="null"/> for everybody's.</param>
    Task<Page<Order>> ListAsync(Cursor? after, int limit, string? owner);

    /// <summary>Completes a pending order and queues the event for Inventory.</summary>
    /// <param name="order">The order, which was charged.</param>
    Task<Decision> CompleteAsync(Order order);

    /// <summary>Declines a pending order.</summary>
    /// <param name="mayBeCharged">
    /// Whether it may have been charged all the same: its payment then stays in the queue, to be given back.
    /// </param>
    Task<Decision> DeclineAsync(string id, string reason, bool mayBeCharged);

    /// <summary>Confirms completed orders, whose stock was taken. Any other is left alone.</summary>
    Task ConfirmAsync(IReadOnlyCollection<string> ids);

    /// <summary>
    /// Marks a completed order as refunded and queues its payment to be given back; a pending one too, which then is
    /// never completed. A declined or confirmed one is left alone.
    /// </summary>
    Task<Decision> RefundAsync(string id, string reason);
}
