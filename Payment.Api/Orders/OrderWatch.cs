using System.Collections.Immutable;
using Shared.Redis;
using StackExchange.Redis;

namespace Payment.Api.Orders;

/// <summary>
/// Waits for orders to change, whichever instance changes them. The scripts publish the id of each order they change;
/// a process listens on one connection however many wait, and who waits costs neither a thread nor a connection.
/// What is published while that connection is broken is lost, so everybody looks again once it is back.
/// </summary>
public sealed class OrderWatch(IOrderStore orders, IRedisServers redis, TimeProvider time, IHostApplicationLifetime host) : IHostedService
{
    private static readonly RedisChannel _changes = RedisChannel.Literal("order-status");

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ImmutableList<SemaphoreSlim>> _waiting = [];

    /// <summary>How many wait now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Values.Sum(bells => bells.Count);
            }
        }
    }

    /// <summary>Waits until an order has another status than it is known to have; not if that is final.</summary>
    /// <param name="known">The order as it is known.</param>
    /// <param name="patience">How long to wait at most. The host stopping ends it too.</param>
    /// <param name="cancellationToken">Ends the wait; it is not a fault.</param>
    /// <returns>The order as it is now.</returns>
    public async Task<Order> WaitForChangeAsync(Order known, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var impatience = new CancellationTokenSource(patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(impatience.Token, host.ApplicationStopping, cancellationToken);
        using var bell = new SemaphoreSlim(0);
        Add(known.Id, bell);
        try
        {
            while (true)
            {
                // Read after the bell is hung: a change that comes before the read is seen, one that comes after it rings.
                var order = await orders.FindAsync(known.Id) ?? known;
                if (order.Status != known.Status || order.IsFinal() || end.IsCancellationRequested)
                {
                    return order;
                }

                await bell.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            Remove(known.Id, bell);
        }
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var connection = redis.Store.Multiplexer;
        var subscriber = connection.GetSubscriber();
        connection.ConnectionRestored += async (_, _) =>
        {
            // Answered once the subscription is there again, which comes before it on the same connection.
            await ((Task)subscriber.PingAsync()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            RingAll();
        };

        // Not waited for: without Redis it takes place when the connection does.
        await subscriber.SubscribeAsync(_changes, (_, id) => Ring(id.ToString()), CommandFlags.FireAndForget);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Add(string id, SemaphoreSlim bell)
    {
        lock (_lock)
        {
            _waiting[id] = _waiting.GetValueOrDefault(id, []).Add(bell);
        }
    }

    private void Remove(string id, SemaphoreSlim bell)
    {
        lock (_lock)
        {
            _waiting[id] = _waiting[id].Remove(bell);
            if (_waiting[id].IsEmpty)
            {
                _waiting.Remove(id);
            }
        }
    }

    private void Ring(string id)
    {
        lock (_lock)
        {
            foreach (var bell in _waiting.GetValueOrDefault(id, []))
            {
                bell.Release();
            }
        }
    }

    private void RingAll()
    {
        lock (_lock)
        {
            foreach (var id in _waiting.Keys)
            {
                Ring(id);
            }
        }
    }
}
