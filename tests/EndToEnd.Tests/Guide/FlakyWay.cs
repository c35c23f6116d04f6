using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EndToEnd.Tests.Guide;

/// <summary>
/// A way to a service that fails: at first it answers 503, then nothing, and once it breaks in the middle of a word.
/// What it carries comes in small pieces.
/// </summary>
internal sealed class FlakyWay : IDisposable
{
    private const int Piece = 7;

    private const string Unavailable =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _port;
    private string? _word;

    /// <param name="port">Where the service listens.</param>
    /// <param name="word">Where the way breaks once.</param>
    public FlakyWay(int port, string word)
    {
        (_port, _word) = (port, word);
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>What was asked, request by request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public bool IsBroken => _word is null;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            for (var number = 0; ; number++)
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(), number);
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task CarryAsync(TcpClient client, int number)
    {
        using var _ = client;
        using var service = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        try
        {
            await service.ConnectAsync(IPAddress.Loopback, _port);
            await (number switch
            {
                0 => RefuseAsync(client.GetStream()),
                1 => ReadAsync(client.GetStream()),
                _ => await Task.WhenAny(
                    CarryRequestsAsync(client.GetStream(), service.GetStream()),
                    CarryAnswersAsync(service.GetStream(), client.GetStream())),
            });
        }
        catch (IOException)
        {
            // Either side is gone: closing both tells the other.
        }
    }

    private async Task RefuseAsync(NetworkStream client)
    {
        await ReadAsync(client);
        await client.WriteAsync(Encoding.ASCII.GetBytes(Unavailable));
    }

    private async Task CarryRequestsAsync(NetworkStream client, NetworkStream service)
    {
        while (await ReadAsync(client) is { Length: > 0 } request)
        {
            await service.WriteAsync(Encoding.ASCII.GetBytes(request));
        }
    }

    private async Task<string> ReadAsync(NetworkStream client)
    {
        var octets = new byte[16 * 1024];
        var request = Encoding.ASCII.GetString(octets, 0, await client.ReadAsync(octets));
        if (request.Length > 0)
        {
            Requests.Enqueue(request);
        }

        return request;
    }

    private async Task CarryAnswersAsync(NetworkStream service, NetworkStream client)
    {
        var octets = new byte[16 * 1024];
        while (await service.ReadAsync(octets) is > 0 and var count)
        {
            var breaksAt = _word is null ? -1 : octets.AsSpan(0, count).IndexOf(Encoding.ASCII.GetBytes(_word));
            foreach (var piece in octets[..(breaksAt < 0 ? count : breaksAt + (_word!.Length / 2))].Chunk(Piece))
            {
                await client.WriteAsync(piece);
            }

            if (breaksAt >= 0)
            {
                _word = null;
                return;
            }
        }
    }
}
