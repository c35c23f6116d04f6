using System.Net;
using System.Net.Sockets;

namespace Testing;

/// <summary>Clients at addresses of their own: this machine has all of 127.0.0.0/8.</summary>
public static class Sockets
{
    /// <summary>A handler whose connections come from an address.</summary>
    public static SocketsHttpHandler From(string address) => new()
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };
}
