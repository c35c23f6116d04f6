using System.Diagnostics;
using System.Text;

namespace Load;

/// <summary>What became of the orders that were posted.</summary>
internal sealed record Answers(IReadOnlyList<TimeSpan> Times, int Refused, TimeSpan Elapsed)
{
    public int Accepted => Times.Count - Refused;

    public double PerSecond => Accepted / Elapsed.TotalSeconds;

    public static Answers operator +(Answers one, Answers other) =>
        new([.. one.Times, .. other.Times], one.Refused + other.Refused, one.Elapsed + other.Elapsed);
}

/// <summary>Posts orders over 64 connections, each with one request under way, as fast as they are answered.</summary>
internal sealed class Generator : IDisposable
{
    private const int Connections = 64;

    private readonly Connection[] _connections = [.. Enumerable.Range(0, Connections).Select(_ => new Connection())];
    private readonly byte[][] _requests;

    private Generator(IEnumerable<string> productIds) => _requests = [.. productIds.Select(Request)];

    /// <summary>Connects to the instances of a service in turn.</summary>
    public static async Task<Generator> ConnectAsync(IReadOnlyList<Uri> instances, IEnumerable<string> productIds)
    {
        var generator = new Generator(productIds);
        await Task.WhenAll(generator._connections.Select((connection, i) => connection.ConnectAsync(instances[i % instances.Count])));
        return generator;
    }

    public async Task<Answers> RunAsync(TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(_connections.Select((connection, i) => Task.Run(() => PostAsync(connection, i, start, duration))));
        return new([.. answers.SelectMany(answer => answer.Times)], answers.Sum(answer => answer.Refused), Stopwatch.GetElapsedTime(start));
    }

    public void Dispose() => Array.ForEach(_connections, connection => connection.Dispose());

    private async Task<(List<TimeSpan> Times, int Refused)> PostAsync(Connection connection, int first, long start, TimeSpan duration)
    {
        var (times, refused) = (new List<TimeSpan>(), 0);
        for (var i = first; Stopwatch.GetElapsedTime(start) < duration; i++)
        {
            var sent = Stopwatch.GetTimestamp();
            refused += await connection.SendAsync(_requests[i % _requests.Length]) ? 0 : 1;
            times.Add(Stopwatch.GetElapsedTime(sent));
        }

        return (times, refused);
    }

    private static byte[] Request(string productId)
    {
        var body = OrderBook.Body(productId);
        return Encoding.ASCII.GetBytes(
            $"POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }
}
