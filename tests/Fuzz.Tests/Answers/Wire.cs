using System.Net.Sockets;

namespace Fuzz.Tests.Answers;

/// <summary>Sends octets as they are, which no HTTP client does.</summary>
internal static class Wire
{
    /// <summary>Longest time for an answer: far more than any takes, so only what hangs needs it.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>Sends a request and reads its answer, or why there is none.</summary>
    public static async Task<Answer> SendAsync(int port, byte[] request)
    {
        using var deadline = new CancellationTokenSource(_patience);
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", port, deadline.Token);
        var stream = connection.GetStream();
        var (octets, count) = (new byte[1 << 20], 0);
        try
        {
            await stream.WriteAsync(request, deadline.Token);
            while (await stream.ReadAsync(octets.AsMemory(count), deadline.Token) is > 0 and var read)
            {
                count += read;
                if (Answer.Read(octets.AsSpan(0, count), isAll: false) is { } answer)
                {
                    return answer;
                }
            }
        }
        catch (IOException)
        {
            // The service hung up on what it did not want to read to its end; what it said before is here all the same.
        }
        catch (OperationCanceledException)
        {
            return Answer.Late;
        }

        return Answer.Read(octets.AsSpan(0, count), isAll: true) ?? Answer.Closed;
    }
}
