using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Testing;

namespace Chaos;

/// <summary>
/// The network between one service and one Redis: a TCP proxy that can be cut in every way. What a cut holds back is
/// not dropped from the middle of a stream, which no network does: it arrives late, or the connection is reset.
/// </summary>
/// <param name="target">The port that a new connection leads to.</param>
/// <param name="port">Where it listens.</param>
internal sealed class Link(string name, Func<int> target, int port) : ITarget, IDisposable
{
    private readonly ConcurrentDictionary<Socket, Socket> _connections = [];
    private readonly IPEndPoint _address = new(IPAddress.Loopback, port);
    private TcpListener? _listener;

    // Bytes of a direction pass while its gate is completed.
    private volatile TaskCompletionSource _requests = Open();
    private volatile TaskCompletionSource _replies = Open();
    private long _delayMilliseconds;

    public Link(string name, int target) : this(name, () => target, Ports.Free())
    {
    }

    public string Name => name;

    public string ConnectionString => $"127.0.0.1:{_address.Port}";

    public void Listen()
    {
        if (_listener is null)
        {
            var listener = _listener = new TcpListener(_address);
            listener.Start();
            _ = AcceptAsync(listener);
        }
    }

    /// <summary>Connections end, and new ones are refused.</summary>
    public void Refuse()
    {
        _listener?.Dispose();
        _listener = null;
        Reset();
    }

    /// <summary>Connections end; new ones work.</summary>
    public void Reset()
    {
        foreach (var (client, server) in _connections)
        {
            Abort(client);
            Abort(server);
        }
    }

    /// <summary>Nothing moves in the directions named, not even the end of a connection.</summary>
    public void Hold(bool requests, bool replies)
    {
        _requests = requests ? Shut(_requests) : _requests;
        _replies = replies ? Shut(_replies) : _replies;
    }

    public void Delay(TimeSpan delay) => Interlocked.Exchange(ref _delayMilliseconds, (long)delay.TotalMilliseconds);

    /// <summary>All moves again: what was held back arrives now, unless it is reset.</summary>
    public void Heal(bool reset = false)
    {
        if (reset)
        {
            Reset();
        }

        Delay(TimeSpan.Zero);
        _requests.TrySetResult();
        _replies.TrySetResult();
        Listen();
    }

    public void Dispose()
    {
        Refuse();
        _requests.TrySetResult();
        _replies.TrySetResult();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            try
            {
                _ = CarryAsync(await listener.AcceptSocketAsync());
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return; // No longer listening.
            }
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using (client)
        using (var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
        {
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(new IPEndPoint(_address.Address, target()));
                _connections[client] = server;
                await Task.WhenAny(
                    PumpAsync(client, server, () => _requests.Task), PumpAsync(server, client, () => _replies.Task));
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                // The server is away: the client sees its connection end.
            }

            _connections.TryRemove(client, out _);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Func<Task> gate)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int count; (count = await from.ReceiveAsync(buffer)) > 0;)
            {
                await gate();
                await Task.Delay(TimeSpan.FromMilliseconds(Interlocked.Read(ref _delayMilliseconds)));
                await SendAsync(to, buffer.AsMemory(0, count));
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // One end is gone, and the other hears of it as soon as the network lets it.
        }

        await gate();
    }

    private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await to.SendAsync(bytes)..];
        }
    }

    private static void Abort(Socket side)
    {
        try
        {
            side.LingerState = new LingerOption(true, 0); // a reset, not an orderly end
            side.Dispose();
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Ended by itself.
        }
    }

    // A gate that is shut already stays the one that its bytes wait at.
    private static TaskCompletionSource Shut(TaskCompletionSource gate) =>
        gate.Task.IsCompleted ? new(TaskCreationOptions.RunContinuationsAsynchronously) : gate;

    private static TaskCompletionSource Open()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }
}
