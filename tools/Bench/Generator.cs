using System.Diagnostics;
using System.Text;
using Testing;

namespace Bench;

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
    private const int WarmUpRounds = 3;
    private const double ShareAtRest = 0.05;

    private static readonly TimeSpan _glance = TimeSpan.FromMilliseconds(250);

    private readonly Connection[] _connections = [.. Enumerable.Range(0, Connections).Select(_ => new Connection())];
    private readonly byte[][] _requests;

    private Generator(IEnumerable<string> productIds) => _requests = [.. productIds.Select(Request)];

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
        var start = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(_connections.Select(
            (connection, i) => Task.Run(() => PostAsync(connection, i, start, duration))));
        return new(
            [.. answers.SelectMany(answer => answer.Times)],
            answers.Sum(answer => answer.Refused),
            Stopwatch.GetElapsedTime(start));
    }

    /// <summary>
    /// Posts and rests in turn. The runtime compiles what is hot in several rounds and in the background, and on a busy
    /// machine it would be at it for half a minute of load; so each round ends when the services have come to rest.
    /// </summary>
    /// <param name="duration">How long to post in all.</param>
    /// <param name="services">Whose processor time tells.</param>
    public async Task WarmUpAsync(TimeSpan duration, IReadOnlyList<ServiceProcess> services)
    {
        for (var round = 0; round < WarmUpRounds; round++)
        {
            await RunAsync(duration / WarmUpRounds);
            await RestAsync(services, duration);
        }
    }

    public void Dispose() => Array.ForEach(_connections, connection => connection.Dispose());

    private async Task<(List<TimeSpan> Times, int Refused)> PostAsync(
        Connection connection, int first, long start, TimeSpan duration)
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

    private static async Task RestAsync(IReadOnlyList<ServiceProcess> services, TimeSpan patience)
    {
        var share = 1.0;
        for (var end = DateTime.UtcNow + patience; share > ShareAtRest && DateTime.UtcNow < end;)
        {
            var (used, clock) = (services.ProcessorTime(), Stopwatch.StartNew());
            await Task.Delay(_glance);
            share = (services.ProcessorTime() - used) / clock.Elapsed / services.Count;
        }
    }

    private static byte[] Request(string productId)
    {
        var body = OrderBook.Body(productId);
        return Encoding.ASCII.GetBytes(
            "POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}");
    }
}
