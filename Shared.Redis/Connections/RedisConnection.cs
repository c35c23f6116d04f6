using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Shared.Redis.Connections;

/// <summary>A connection to one Redis, which says which of its servers are missed and when they are not any more.</summary>
internal sealed partial class RedisConnection : IAsyncDisposable
{
    private static readonly TimeSpan _betweenTries = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly string _role;
    private readonly RedisKey[] _keys;
    private readonly ConnectionMultiplexer _multiplexer;
    private readonly SentinelRoute? _route;
    private readonly SilenceWatch? _watch;
    private readonly ILogger _logger;
    private readonly bool _isEncrypted;
    private readonly HashSet<string> _away = [];
    private readonly HashSet<string> _told = [];
    private volatile string? _rivals;

    private RedisConnection(
        string role,
        RedisKey[] keys,
        ConnectionMultiplexer multiplexer,
        SentinelRoute? route,
        SilenceWatch? watch,
        bool isEncrypted,
        ILogger logger)
    {
        _isEncrypted = isEncrypted;
        (_role, _keys, _multiplexer, _route, _watch, _logger) = (role, keys, multiplexer, route, watch, logger);
        _multiplexer.ConnectionFailed += (_, _) => Look();
        _multiplexer.ConnectionRestored += (_, _) => Look();
        _multiplexer.ConfigurationChanged += (_, _) => Look();
        _multiplexer.HashSlotMoved += (_, _) => Look();
        Look();
    }

    /// <summary>What commands are given to.</summary>
    /// <exception cref="RedisConnectionException">
    /// Two servers that are no cluster both claim to be the master: what one of them takes will be lost.
    /// </exception>
    public IDatabase Database => _rivals is null ? _multiplexer.GetDatabase()
        : throw new RedisConnectionException(
            ConnectionFailureType.UnableToConnect,
            CommandFlags.None,
            $"Several servers claim to be the master: {_rivals}");

    /// <summary>Connects, or goes on trying to in the background.</summary>
    /// <param name="keys">Keys that are used there: a server is missed while one of them is not served.</param>
    /// <param name="blocks">Whether its commands may hold the server up for longer than others.</param>
    public static async Task<RedisConnection> OpenAsync(
        string role, ConfigurationOptions options, RedisKey[] keys, bool blocks, ILogger logger)
    {
        var route = options.ServiceName is null ? null : await SentinelRoute.OpenAsync(options, logger);
        var watch = route is null && options.Tunnel is null && !blocks ? new SilenceWatch(options.Ssl) : null;
        options.Tunnel ??= watch;
        return new(role, keys, await ConnectionMultiplexer.ConnectAsync(options), route, watch, options.Ssl, logger);
    }

    public async ValueTask DisposeAsync()
    {
        _watch?.Dispose();
        await _multiplexer.DisposeAsync();
        await (_route?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    // A node of a cluster is none by itself, also while it is not known yet that there is one.
    private static bool IsMaster(IServer server) =>
        server is { IsConnected: true, IsReplica: false, ServerType: not ServerType.Cluster };

    private void Look()
    {
        var database = _multiplexer.GetDatabase();
        var masters = Array.FindAll(_multiplexer.GetServers(), IsMaster);
        _rivals = masters.Length > 1
            ? string.Join(", ", masters.Select(server => EndPointCollection.ToString(server.EndPoint)))
            : null;
        lock (_lock)
        {
            if (database.IsSpread())
            {
                _watch?.Begin();
            }

            var missed = _keys.OfEachSlot(database)
                .Select(database.NodeOf)
                .Where(node => !node.IsConnected)
                .Select(node => node.Name)
                .ToHashSet();
            foreach (var node in missed.Where(_away.Add))
            {
                _ = TellAsync(node);
            }

            foreach (var node in _away.Except(missed).ToList())
            {
                _away.Remove(node);
                if (!_told.Remove(node))
                {
                    continue;
                }

                if (database.IsSpread())
                {
                    LogServed(_role, node);
                }
                else
                {
                    LogBack(_role, node);
                }
            }
        }
    }

    /// <summary>Says that a server is missed, and why: the client knows that after a try or two.</summary>
    private async Task TellAsync(string node)
    {
        var server = Array.Find(
            _multiplexer.GetServers(),
            one => node.Contains(EndPointCollection.ToString(one.EndPoint), StringComparison.Ordinal));
        var reason = "it is not there";
        for (var tries = 0; tries < 5 && server is not null; tries++)
        {
            try
            {
                await server.PingAsync();
                break;
            }
            catch (Exception fault) when (RedisFaults.IsUnavailable(fault))
            {
                reason = RedisFaults.Summary(fault);
                if (fault.InnerException is not null)
                {
                    break;
                }
            }
            catch (ObjectDisposedException)
            {
                return;
            }

            await Task.Delay(_betweenTries);
        }

        lock (_lock)
        {
            if (_away.Contains(node) && _told.Add(node))
            {
                LogAway(_role, node, _isEncrypted ? $"{reason}, asked over TLS" : reason);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis ({Role}) at {Node} cannot be used, waiting for it: {Reason}")]
    private partial void LogAway(string role, string node, string reason);

    [LoggerMessage(LogLevel.Information, "Redis ({Role}) at {Node} is back")]
    private partial void LogBack(string role, string node);

    [LoggerMessage(LogLevel.Information, "Redis ({Role}): what was at {Node} is there again, or at another server")]
    private partial void LogServed(string role, string node);
}
