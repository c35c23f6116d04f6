using System.Net;
using System.Net.Sockets;

namespace Testing;

/// <summary>Ports for the servers of a test.</summary>
public static class Ports
{
    private static int _last = Random.Shared.Next(10_000, 30_000);

    /// <summary>
    /// A port that nobody listens on. It is let go and bound again all the time, so it lies below those that the system
    /// gives to outgoing connections: one of them, even one to the port itself, would keep a server from coming back.
    /// </summary>
    public static int Free()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref _last);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: perhaps the next one is free.
            }
        }
    }
}
