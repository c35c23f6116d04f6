using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Shared.Redis.Connections;

/// <summary>
/// The way to the master that Sentinels name: every connection goes where they say now, and is cut as soon as they begin
/// to look for another. The client's own way is not taken, as it gives up while no Sentinel answers, and asks the servers
/// who is master: one that was replaced says for some seconds that it still is, and what it takes is lost.
/// </summary>
internal sealed partial class SentinelRoute : Tunnel, IAsyncDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Socket, EndPoint> _connections = [];
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _end = new();
    private readonly Sentinel[] _sentinels;
    private readonly string _service;
    private readonly TimeSpan _connectTimeout;
    private readonly ILogger _logger;
    private volatile EndPoint? _master;
    private Task _following = Task.CompletedTask;

    private SentinelRoute(Sentinel[] sentinels, ConfigurationOptions options, ILogger logger)
    {
        (_sentinels, _service, _logger) = (sentinels, options.ServiceName!, logger);
        _connectTimeout = TimeSpan.FromMilliseconds(options.ConnectTimeout);
    }

    /// <summary>Puts a configuration that names Sentinels and their service on the way to its master.</summary>
    public static async Task<SentinelRoute> OpenAsync(ConfigurationOptions options, ILogger logger)
    {
        var sentinels = await Task.WhenAll(options.EndPoints.Select(endpoint => Sentinel.OpenAsync(endpoint, options)));
        var route = new SentinelRoute(sentinels, options, logger);
        await route.LookAsync();
        Array.ForEach(sentinels, sentinel => sentinel.OnNews(route.Hear));
        route._following = route.FollowAsync();

        options.EndPoints.Clear();
        options.EndPoints.Add(options.ServiceName!, 0);
        (options.ServiceName, options.Tunnel) = (null, route);
        return route;
    }

    /// <summary>None: the connection is made with what the next step returns.</summary>
    public override ValueTask<EndPoint?> GetSocketConnectEndpointAsync(
        EndPoint endpoint, CancellationToken cancellationToken) => new((EndPoint?)null);

    /// <summary>Connects to the master.</summary>
    public override async ValueTask<Stream?> BeforeAuthenticateAsync(
        EndPoint endpoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken)
    {
        var master = _master ?? throw new IOException($"The Sentinels name no master of {_service} just now.");
        var connection = await ConnectAsync(master, cancellationToken);
        _connections[connection] = master;
        CutWhatIsElsewhere(); // It may be another meanwhile.
        return new NetworkStream(connection, ownsSocket: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following;
        foreach (var sentinel in _sentinels)
        {
            await sentinel.DisposeAsync();
        }

        _end.Dispose();
    }

    private async Task<Socket> ConnectAsync(EndPoint master, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_connectTimeout);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(master, timeout.Token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(_interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                await LookAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The route is not needed any more.
        }
    }

    /// <summary>Leaves the master before another one is made; it is not told for a while, and goes on taking writes.</summary>
    private void Hear(bool isFailover)
    {
        if (isFailover)
        {
            GoTo(null);
        }

        _ = LookAsync();
    }

    private async Task LookAsync()
    {
        await _turn.WaitAsync();
        try
        {
            var answers = await Task.WhenAll(_sentinels.Select(sentinel => sentinel.AskAsync()));
            var newest = answers.OfType<MasterAnswer>()
                .MaxBy(answer => (answer.Epoch, answer.IsFailover, answer.Master is not null));
            if (newest is not null)
            {
                GoTo(newest.Master);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private void GoTo(EndPoint? master)
    {
        if (!Equals(Interlocked.Exchange(ref _master, master), master) && master is not null)
        {
            LogMaster(_service, EndPointCollection.ToString(master));
        }

        CutWhatIsElsewhere();
    }

    private void CutWhatIsElsewhere()
    {
        foreach (var (connection, target) in _connections)
        {
            if (!connection.Connected || !target.Equals(_master))
            {
                connection.Dispose();
                _connections.TryRemove(connection, out _);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "The Sentinels of {Service} say that its master is {Master}")]
    private partial void LogMaster(string service, string master);
}
