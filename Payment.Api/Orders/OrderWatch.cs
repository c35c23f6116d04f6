using Shared.Redis.Connections;
using Shared.Redis.Loops;
using StackExchange.Redis;

namespace Payment.Api.Orders;

/// <summary>
/// Waits for orders to change, whichever instance changes them. The scripts publish each change on a channel of its
/// order, to which a process listens only while somebody waits for that order: what nobody waits for costs nobody
/// anything. All share one connection, and who waits costs neither a thread nor a connection. What is published while it
/// is broken is lost, so everybody looks again once it is back.
/// </summary>
public sealed class OrderWatch(
    IOrderStore orders,
    IRedisServers redis,
    IHostApplicationLifetime host,
    TimeProvider time,
    ILogger<OrderWatch> logger)
    : PeriodicService(_interval, time, logger)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Waiting> _waiting = [];

    private ISubscriber Subscriber => redis.Store.Multiplexer.GetSubscriber();

    /// <summary>How many wait now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Values.Sum(order => order.Bells.Count);
            }
        }
    }

    /// <inheritdoc/>
    public override bool ServesRequests => true;

    /// <summary>Waits until an order is in another state than it is known to be in; not if that is final.</summary>
    /// <param name="patience">How long to wait at most. The host stopping ends it too.</param>
    /// <param name="cancellationToken">Ends the wait; it is not a fault.</param>
    public async Task<Order> WaitForChangeAsync(Order known, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var impatience = new CancellationTokenSource(patience, Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            impatience.Token, host.ApplicationStopping, cancellationToken);
        using var bell = new SemaphoreSlim(0);
        var subscribed = Add(known.Id, bell);
        try
        {
            await subscribed;
            while (true)
            {
                // Read after the bell is hung: a change that comes before the read is seen, one after it rings.
                var order = await orders.FindAsync(known.Id) ?? known;
                if (order.State != known.State || order.IsFinal() || end.IsCancellationRequested)
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
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        redis.Store.Multiplexer.ConnectionRestored -= LookAgain;
        redis.Store.Multiplexer.ConnectionRestored += LookAgain;
        await Task.WhenAll(SubscribeAgain());
        return false;
    }

    private static RedisChannel Channel(string id) => RedisChannel.Literal(OrderKeys.Changes + id);

    private Task Add(string id, SemaphoreSlim bell)
    {
        lock (_lock)
        {
            if (!_waiting.TryGetValue(id, out var waiting))
            {
                _waiting[id] = waiting = new Waiting(TryAsync(() => SubscribeAsync(id)), []);
            }

            waiting.Bells.Add(bell);
            return waiting.Subscribed;
        }
    }

    private void Remove(string id, SemaphoreSlim bell)
    {
        lock (_lock)
        {
            var bells = _waiting[id].Bells;
            bells.Remove(bell);
            if (bells.Count == 0)
            {
                _waiting.Remove(id);
                _ = TryAsync(() => Subscriber.UnsubscribeAsync(Channel(id)));
            }
        }
    }

    private Task SubscribeAsync(string id) => Subscriber.SubscribeAsync(Channel(id), (_, _) => Ring(id));

    /// <summary>Subscribes where it failed. Otherwise the client does so when its connection comes back.</summary>
    private Task[] SubscribeAgain()
    {
        lock (_lock)
        {
            return [.. _waiting.Keys.Where(id => Subscriber.SubscribedEndpoint(Channel(id)) is null).Select(async id =>
            {
                // Both are sent before the lock is left: who ceases to wait meanwhile unsubscribes after them.
                await Task.WhenAll(Subscriber.UnsubscribeAsync(Channel(id)), SubscribeAsync(id));
                Ring(id);
            })];
        }
    }

    private static async Task TryAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (Exception fault) when (RedisFaults.IsUnavailable(fault))
        {
            // Who waits nevertheless is looked after when the connection is back.
        }
    }

    private void Ring(string id)
    {
        lock (_lock)
        {
            foreach (var bell in _waiting.GetValueOrDefault(id)?.Bells ?? [])
            {
                bell.Release();
            }
        }
    }

    private void LookAgain(object? sender, ConnectionFailedEventArgs connection) => _ = LookAgainAsync();

    private async Task LookAgainAsync()
    {
        try
        {
            // On the same connection as the subscriptions and after them: answered once they are there again.
            await Subscriber.PingAsync();
        }
        finally
        {
            RingAll();
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

    /// <summary>Who waits for an order.</summary>
    /// <param name="Subscribed">Ends when the order's channel is listened to.</param>
    private sealed record Waiting(Task Subscribed, HashSet<SemaphoreSlim> Bells);
}
