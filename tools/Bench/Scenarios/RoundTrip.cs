using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Bench.Floor;

namespace Bench.Scenarios;

/// <summary>How long one order takes to its end, and what the services cost while there is none.</summary>
internal sealed class RoundTrip : Scenario
{
    private const int RedisSteps = 4;
    private const int WarmUps = 6; // The runtime compiles for some thousand trips, on the processors that they need.

    public override string Name => "round-trip";

    public override string About => """
        One order at a time for a product without stock, POST sent to "refunded" seen, by a client that waits
        with Prefer. Floor: a GET of post's bare MVC host, four PINGs of Redis, and another GET, one after the
        other. Then an idle pair of services, once they have come to rest.
        """;

    public override async Task<IReadOnlyList<Measurement>> RunAsync(BenchOptions options)
    {
        await using var bare = await FloorSite.StartServerAsync(FloorKind.Mvc, options);
        await using var site = await Site.StartServersAsync(options);
        var book = new OrderBook(site);
        await book.AddHistoryAsync(options);
        var productIds = OrderBook.ProductIds(1);
        await book.StockAsync(productIds, quantity: 0);
        await Task.WhenAll(bare.StartAsync(), site.StartServicesAsync());

        var (floor, trips) = await MeasureAsync(bare, site.Payment[0].Client, productIds[0], options.RoundTrips);
        bare.Service.Kill();
        var idle = await IdleAsync(site, options.IdleTime);
        return [.. trips.Measure(floor, 50, 95, 99), .. idle, await site.AuditAsync()];
    }

    private static async Task<(Latencies Floor, Latencies Trips)> MeasureAsync(
        FloorSite bare, HttpClient client, string productId, int times)
    {
        await RepeatAsync(WarmUps * times, () => LeastAsync(bare));
        await RepeatAsync(WarmUps * times, () => RefundedAsync(client, productId));
        var floor = await RepeatAsync(times, () => LeastAsync(bare));
        return (floor, await RepeatAsync(times, () => RefundedAsync(client, productId)));
    }

    private static async Task<Latencies> RepeatAsync(int times, Func<Task> trip)
    {
        var took = new List<TimeSpan>(times);
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await trip();
            took.Add(Stopwatch.GetElapsedTime(start));
        }

        return new(took);
    }

    private static async Task RefundedAsync(HttpClient client, string productId)
    {
        using var post = Waiting(HttpMethod.Post, "/orders");
        post.Content = new StringContent(OrderBook.Body(productId), Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(post);
        var (address, known) = (answer.EnsureSuccessStatusCode().Headers.Location!, answer.Headers.ETag!);
        while (known.Tag != "\"refunded\"")
        {
            known = await NewsAsync(client, $"{address}", known);
        }
    }

    /// <returns>The state of the order once it is another than the known one; that one after a wait in vain.</returns>
    private static async Task<EntityTagHeaderValue> NewsAsync(
        HttpClient client, string address, EntityTagHeaderValue known)
    {
        using var get = Waiting(HttpMethod.Get, address);
        get.Headers.IfNoneMatch.Add(known);
        using var answer = await client.SendAsync(get);
        return answer.Headers.ETag!;
    }

    private static HttpRequestMessage Waiting(HttpMethod method, string address) =>
        new(method, new Uri(address, UriKind.RelativeOrAbsolute)) { Headers = { { "Prefer", "wait=10" } } };

    private static async Task LeastAsync(FloorSite bare)
    {
        var address = new Uri("/", UriKind.Relative);
        using var first = await bare.Service.Client.GetAsync(address);
        for (var i = 0; i < RedisSteps; i++)
        {
            await bare.Redis.Database.PingAsync();
        }

        using var last = await bare.Service.Client.GetAsync(address);
    }

    private static async Task<IReadOnlyList<Measurement>> IdleAsync(Site site, TimeSpan time)
    {
        await site.Processes.RestAsync(time * 3);
        var (commands, cpu, clock) = (await CommandsAsync(site), await site.CpuAsync(), Stopwatch.StartNew());
        await Task.Delay(time);
        var (used, seconds) = (await site.CpuAsync() - cpu, clock.Elapsed.TotalSeconds);
        var services = used.Payment + used.Inventory;
        return
        [
            new("Redis commands per second, idle", (await CommandsAsync(site) - commands) / seconds),
            new("CPU of Payment and Inventory, idle, % of a core", 100 * services.TotalSeconds / seconds),
            new("CPU of Redis, idle, % of a core", 100 * used.Redis.TotalSeconds / seconds),
        ];
    }

    private static async Task<double> CommandsAsync(Site site)
    {
        var counts = site.Servers.Select(server => server.ReadInfoAsync("stats", "total_commands_processed"));
        return (await Task.WhenAll(counts)).Sum();
    }
}
