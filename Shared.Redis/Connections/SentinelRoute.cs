using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Shared.Redis.Connections;

/// <summary>
/// The way to the master that Sentinels name: every connection goes where they say now, and is cut as soon as they name
/// another. The client's own way is not taken, as it gives up while no Sentinel answers, and asks the servers who is
/// master: one that was replaced while it was away says for some seconds that it still is, and what it takes is lost.
/// </summary>
internal sealed partial class SentinelRoute : Tunnel, IAsyncDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Socket, EndPoint> _connections = [];
    private readonly CancellationTokenSource _end = new();
    private readonly ConnectionMultiplexer _sentinels;
    private readonly string _service;
    private readonly TimeSpan _connectTimeout;
    private readonly ILogger _logger;
    private volatile EndPoint? _master;
    private Task _following = Task.CompletedTask;

    private SentinelRoute(ConnectionMultiplexer sentinels, ConfigurationOptions options, ILogger logger)
    {
        (_sentinels, _service, _logger) = (sentinels, options.ServiceName!, logger);
        _connectTimeout = TimeSpan.FromMilliseconds(options.ConnectTimeout);
    }

    /// <summary>Puts a configuration that names Sentinels and their service on the way to its master.</summary>
    public static async Task<SentinelRoute> OpenAsync(ConfigurationOptions options, ILogger logger)
    {
        var asking = options.Clone();
        (asking.ServiceName, asking.CommandMap) = (null, CommandMap.Sentinel);
        (asking.User, asking.Password) = (options.SentinelUser, options.SentinelPassword);
        var route = new SentinelRoute(await ConnectionMultiplexer.ConnectAsync(asking), options, logger);
        await route.LookAsync();
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
        var master = _master ?? throw new IOException($"No Sentinel has named the master of {_service} yet.");
        var connection = await ConnectAsync(master, cancellationToken);
        _connections[connection] = master;
        CutWhatIsElsewhere(); // They may have named another meanwhile.
        return new NetworkStream(connection, ownsSocket: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following;
        await _sentinels.DisposeAsync();
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

    /// <summary>Asks all Sentinels; one that was cut off may name an older master, in an older epoch.</summary>
    private async Task LookAsync()
    {
        var answers = await Task.WhenAll(_sentinels.GetServers().Select(AskAsync));
        var newest = answers.Where(answer => answer.Master is not null).MaxBy(answer => answer.Epoch).Master;
        if (newest is not null && !newest.Equals(_master))
        {
            _master = newest;
            LogMaster(_service, EndPointCollection.ToString(newest));
        }

        CutWhatIsElsewhere();
    }

    private async Task<(long Epoch, EndPoint? Master)> AskAsync(IServer sentinel)
    {
        try
        {
            var master = (await sentinel.SentinelMasterAsync(_service)).ToDictionary(field => field.Key, field => field.Value);
            return (
                long.Parse(master["config-epoch"], CultureInfo.InvariantCulture),
                EndPointCollection.TryParse($"{master["ip"]}:{master["port"]}"));
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            return default; // It is away, or knows no such service yet: the others are asked too, and it is again.
        }
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
