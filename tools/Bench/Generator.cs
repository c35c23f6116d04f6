using System.Diagnostics;
using System.Text;

namespace Bench;

/// <summary>Posts orders over 64 connections, each with one request under way, as fast as they are answered.</summary>
internal sealed class Generator : IDisposable
{
    private const int Connections = 64;

    private readonly Connection[] _connections = [.. Enumerable.Range(0, Connections).Select(_ => new Connection())];
    private readonly byte[][] _requests;
    private int _accepted;

    private Generator(IEnumerable<string> productIds) => _requests = [.. productIds.Select(Request)];

    /// <summary>How many orders have been accepted so far; it grows while they are posted.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Connects to the instances of a service in turn.</summary>
    public static async Task<Generator> ConnectAsync(IReadOnlyList<Uri> instances, IEnumerable<string> productIds)
    {
        var generator = new Generator(productIds);
        await Task.WhenAll(generator._connections.Select(
            (connection, i) => connection.ConnectAsync(instances[i % instances.Count])));
        return generator;
    }

    public async Task<Answers> RunAsync(TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        var answers = await Task.WhenAll(_connections.Select(
            (connection, i) => Task.Run(() => PostAsync(connection, i, clock, duration))));
        return new([.. answers.SelectMany(answer => answer)], clock.Elapsed);
    }

    public void Dispose() => Array.ForEach(_connections, connection => connection.Dispose());

    private async Task<List<Answer>> PostAsync(Connection connection, int first, Stopwatch clock, TimeSpan duration)
    {
        var answers = new List<Answer>();
        for (var (i, sent) = (first, clock.Elapsed); sent < duration; i++, sent = clock.Elapsed)
        {
            var isAccepted = await connection.SendAsync(_requests[i % _requests.Length]);
            answers.Add(new(sent, clock.Elapsed - sent, isAccepted));
            if (isAccepted)
            {
                Interlocked.Increment(ref _accepted);
            }
        }

        return answers;
    }

    private static byte[] Request(string productId)
    {
        var body = OrderBook.Body(productId);
        return Encoding.ASCII.GetBytes(
            "POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}");
    }
}
