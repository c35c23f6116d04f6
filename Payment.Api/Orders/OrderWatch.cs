using System.Collections.Immutable;
using Shared.Redis.Connections;
using Shared.Redis.Loops;
using StackExchange.Redis;

namespace Payment.Api.Orders;

/// <summary>
/// Waits for orders to change, whichever instance changes them. The scripts publish the id of each order they change;
/// a process listens on one connection however many wait, and who waits costs neither a thread nor a connection.
/// What is published while that connection is broken is lost, so everybody looks again once it is back.
/// </summary>
public sealed class OrderWatch(
    IOrderStore orders,
    IRedisServers redis,
    IHostApplicationLifetime host,
    TimeProvider time,
    ILogger<OrderWatch> logger)
    : PollingService(time, logger)
{
    private static readonly RedisChannel _changes = RedisChannel.Literal(OrderKeys.Changes);
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    // The client opens the connection for subscriptions last.
    private static readonly TimeSpan _opening = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _openingInterval = TimeSpan.FromMilliseconds(50);

    private readonly long _start = time.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ImmutableList<SemaphoreSlim>> _waiting = [];

    private bool Opens => Time.GetElapsedTime(_start) < _opening;

    private ISubscriber Subscriber => redis.Store.Multiplexer.GetSubscriber();

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
        Add(known.Id, bell);
        try
        {
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
        // Once subscribed, the client does it again by itself when its connection comes back.
        if (Subscriber.SubscribedEndpoint(_changes) is null && (!Opens || Subscriber.IsConnected(_changes)))
        {
            redis.Store.Multiplexer.ConnectionRestored -= LookAgain;
            redis.Store.Multiplexer.ConnectionRestored += LookAgain;
            await Subscriber.UnsubscribeAsync(_changes);
            await Subscriber.SubscribeAsync(_changes, (_, id) => Ring(id.ToString()));
            RingAll();
        }

        return false;
    }

    /// <inheritdoc/>
    protected override Task WaitForWorkAsync(CancellationToken cancellationToken) =>
        Task.Delay(Opens ? _openingInterval : _interval, Time, cancellationToken);

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

    private void LookAgain(object? sender, ConnectionFailedEventArgs connection) => _ = LookAgainAsync();

    private async Task LookAgainAsync()
    {
        try
        {
            // On the same connection as the subscription and after it: answered once that is there again.
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
}
