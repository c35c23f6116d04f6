using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Shared.Redis.Connections;

/// <summary>
/// Cuts the connection to a server of a Redis Cluster that has been silent for longer than the client waits, but not yet
/// for the cluster's node timeout. One that stands still for longer is replaced; when it goes on, it answers what waits in
/// its sockets before it learns of that, and what it took is lost. So nothing may wait there by then.
/// </summary>
internal sealed class SilenceWatch(bool isEncrypted) : Tunnel, IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(1500);

    private static readonly TimeSpan _firstWord = TimeSpan.FromMilliseconds(750);

    // A server that goes on tells the others at once, and hears from them what it has missed.
    private static readonly TimeSpan _quarantine = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<WatchedStream, (EndPoint Server, Socket Socket)> _connections = [];
    private readonly ConcurrentDictionary<EndPoint, bool> _suspects = [];
    private Timer? _timer;

    /// <summary>Begins, once it is known that this is a cluster.</summary>
    public void Begin() => _timer ??= new Timer(_ => Look(), null, _interval, _interval);

    /// <inheritdoc/>
    public override async ValueTask<Stream?> BeforeAuthenticateAsync(
        EndPoint endpoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken)
    {
        var connection = new WatchedStream(socket!);
        foreach (var (ended, _) in _connections.Where(one => !one.Value.Socket.Connected))
        {
            _connections.TryRemove(ended, out _);
        }

        _connections[connection] = (endpoint, socket!);
        if (!isEncrypted)
        {
            await AwakeAsync(connection);
        }

        if (_suspects.TryRemove(endpoint, out _))
        {
            await Task.Delay(_quarantine, cancellationToken);
        }

        return connection;
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>
    /// Waits until the server says anything at all. One that stands still accepts connections, and the client would let
    /// commands wait for its first word. With TLS that would be part of the handshake.
    /// </summary>
    private static async Task AwakeAsync(Stream connection)
    {
        using var timeout = new CancellationTokenSource(_firstWord);
        await connection.WriteAsync("*1\r\n$4\r\nPING\r\n"u8.ToArray(), timeout.Token);
        var answer = new byte[1];
        do
        {
            await connection.ReadExactlyAsync(answer, timeout.Token);
        }
        while (answer[0] != '\n');
    }

    private void Look()
    {
        foreach (var (connection, (server, socket)) in _connections)
        {
            if (connection.Silence > _longest)
            {
                _suspects[server] = true;
                socket.Dispose();
                _connections.TryRemove(connection, out _);
            }
        }
    }
}
