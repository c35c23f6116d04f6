using System.Collections.Concurrent;

namespace Payment.Api.Orders;

/// <summary>
/// The payments that one process has under way. An order that it places itself while it has a place for it is its own
/// from the start, as if it had been claimed, and need not be looked for.
/// </summary>
public sealed class PaymentDesk
{
    private readonly ConcurrentQueue<Order> _placed = [];
    private volatile int _places;
    private TimeSpan _lease;
    private int _taken;

    /// <summary>How many places are taken.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Begins to keep what this process places; until then it is due at once, for whoever claims it.</summary>
    /// <param name="places">How many payments may be under way.</param>
    /// <param name="lease">For how long each is this process's own.</param>
    public void Open(int places, TimeSpan lease) => (_lease, _places) = (lease, places);

    /// <summary>Leaves what this process places to others again.</summary>
    public void Close() => _places = 0;

    /// <summary>Takes a place for an order that is about to be placed, if there is one.</summary>
    public bool TryReserve(out TimeSpan lease)
    {
        lease = _lease;
        if (Interlocked.Increment(ref _taken) <= _places)
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>Puts an order into the place that was taken for it.</summary>
    public void Put(Order order) => _placed.Enqueue(order);

    /// <summary>Takes the next order that was put there.</summary>
    /// <returns>It, or <see langword="null"/>.</returns>
    public Order? Next() => _placed.TryDequeue(out var order) ? order : null;

    /// <summary>Takes a place for a payment that was claimed.</summary>
    public void Take() => Interlocked.Increment(ref _taken);

    /// <summary>Gives a place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _taken);
}
