using System.Buffers.Text;
using System.Net.Sockets;

namespace Bench;

/// <summary>
/// A connection that sends prepared requests, one after the other. It knows just enough of HTTP to see where an answer
/// ends: the generator shares the machine with what it measures, and HttpClient would take several times its share.
/// </summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];

    public Task ConnectAsync(Uri service) => _socket.ConnectAsync(service.Host, service.Port);

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <returns>Whether it is 201.</returns>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        var length = 0;
        while (!IsWhole(_buffer.AsSpan(0, length)))
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            length += received > 0 ? received : throw new IOException("The service closed the connection.");
        }

        return _buffer.AsSpan().StartsWith("HTTP/1.1 201 "u8);
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8) + 4;
        if (head < 4)
        {
            return false;
        }

        var name = "Content-Length: "u8;
        var field = answer[..head].IndexOf(name);
        return field < 0
            ? answer.EndsWith("\r\n0\r\n\r\n"u8) // the last chunk
            : Utf8Parser.TryParse(answer[(field + name.Length)..], out int body, out _) && answer.Length == head + body;
    }
}
