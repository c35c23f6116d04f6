using Shared.Redis.Paging;

namespace Payment.Api.Orders;

/// <summary>Keeps the orders. Every change of status is decided once; asking again changes nothing.</summary>
public interface IOrderStore
{
    /// <summary>Adds an order and queues its payment, once for each id.</summary>
    /// <param name="order">The order, with an id that is new or was made of an idempotency key.</param>
    /// <returns>The order that has this id already, as it is now; <see langword="null"/> when there was none.</returns>
    Task<Order?> CreateAsync(Order order);

    /// <summary>Finds an order.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The order, or <see langword="null"/> when there is none.</returns>
    /// <exception cref="UnreadableOrderException">There is one, but this version cannot read it.</exception>
    Task<Order?> FindAsync(string id);

    /// <summary>Lists orders, newest first, without those that cannot be read.</summary>
    /// <param name="after">Where to go on, or <see langword="null"/> to begin.</param>
    /// <param name="limit">Most orders to return.</param>
    /// <param name="owner">Whose orders; <see langword="null"/> for everybody's.</param>
    Task<Page<Order>> ListAsync(Cursor? after, int limit, string? owner);

    /// <summary>Completes a pending order and queues the event for Inventory.</summary>
    /// <param name="order">The order, which was charged.</param>
    /// <returns>The status it had: only <see cref="OrderStatus.Pending"/> was changed. <see langword="null"/> when there is no such order.</returns>
    Task<OrderStatus?> CompleteAsync(Order order);

    /// <summary>Declines a pending order.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="reason">Why.</param>
    /// <param name="mayBeCharged">Whether it may have been charged all the same: its payment then stays in the queue, to be given back.</param>
    /// <returns>The status it had: only <see cref="OrderStatus.Pending"/> was changed. <see langword="null"/> when there is no such order.</returns>
    Task<OrderStatus?> DeclineAsync(string id, string reason, bool mayBeCharged);

    /// <summary>
    /// Marks a completed order as refunded and queues its payment to be given back; a pending one too, which then is
    /// never completed.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <param name="reason">Why.</param>
    /// <returns>The status it had: a declined order is left alone. <see langword="null"/> when there is no such order.</returns>
    Task<OrderStatus?> RefundAsync(string id, string reason);
}
