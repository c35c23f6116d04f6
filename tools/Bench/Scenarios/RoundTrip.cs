using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Bench.Scenarios;

/// <summary>How long one order takes to its end, and what the services cost while there is none.</summary>
internal sealed class RoundTrip : Scenario
{
    // Create, complete, publish, refuse, publish, refund: no design with an outbox has fewer steps.
    private const int RedisSteps = 6;

    public override string Name => "round-trip";

    public override string About => """
        One order at a time for a product without stock: POST sent to "refunded" seen. Then an idle pair
        of services. Floor: two GETs of /health/live and six PINGs of Redis, one after the other: a request,
        an answer, and the six steps of such an order that have to be durable.
        """;

    public override async Task<IReadOnlyList<Measurement>> RunAsync(BenchOptions options)
    {
        await using var site = await Site.StartServersAsync(options);
        var book = new OrderBook(site);
        await book.AddHistoryAsync(options);
        var productIds = OrderBook.ProductIds(1);
        await book.StockAsync(productIds, quantity: 0);
        await site.StartServicesAsync();
        var client = site.Payment[0].Client;

        await RepeatAsync(options.RoundTrips / 2, () => RefundedAsync(client, productIds[0])); // warm up
        var floor = await RepeatAsync(options.RoundTrips, () => LeastAsync(site, client));
        var trips = await RepeatAsync(options.RoundTrips, () => RefundedAsync(client, productIds[0]));
        var idle = await IdleAsync(site, options.IdleTime);
        return [.. trips.Measure(floor, 50, 95, 99), .. idle, await site.AuditAsync()];
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
        using var body = new StringContent(OrderBook.Body(productId), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/orders", UriKind.Relative), body);
        var order = JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
        var address = new Uri($"/orders/{order["id"]}", UriKind.Relative);
        while (!(await client.GetStringAsync(address)).Contains("\"refunded\"", StringComparison.Ordinal))
        {
        }
    }

    private static async Task LeastAsync(Site site, HttpClient client)
    {
        var address = new Uri("/health/live", UriKind.Relative);
        await client.GetStringAsync(address);
        for (var i = 0; i < RedisSteps; i++)
        {
            await site.PaymentStore.Database.PingAsync();
        }

        await client.GetStringAsync(address);
    }

    private static async Task<IReadOnlyList<Measurement>> IdleAsync(Site site, TimeSpan time)
    {
        await Task.Delay(time); // The runtime goes on compiling for a while after the last request.
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
