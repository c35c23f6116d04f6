using System.Diagnostics;
using System.Text;
using Bench.Floor;
using Testing;

namespace Bench.Scenarios;

/// <summary>How soon a process serves after its start, and the memory it takes.</summary>
internal sealed class Start : Scenario
{
    private const int BurstSize = 200;
    private const double Megabyte = 1024 * 1024;

    public override string Name => "start";

    public override string About => """
        From the start of a process until it is ready, its memory at rest and after load, and the longest
        answer when 200 orders arrive at once right after the start. Floor: the same of the services'
        own host without the domain.
        """;

    public override async Task<IReadOnlyList<Measurement>> RunAsync(BenchOptions options)
    {
        await using var floor = await FloorSite.StartServerAsync(FloorKind.Own, options);
        await using var site = await Site.StartServersAsync(options);
        var productIds = OrderBook.ProductIds(options.Products);
        await new OrderBook(site).StockAsync(productIds);

        var leastReady = await ReadyAsync(floor.Service.StartAsync, () => floor.Service);
        var least = await ServeAsync(floor.Service, () => floor.ConnectAsync(productIds), productIds, options);
        var inventoryReady = await ReadyAsync(site.StartInventoryAsync, () => site.Inventory[0]);
        var inventoryAtRest = site.Inventory[0].WorkingSet;
        var paymentReady = await ReadyAsync(() => site.StartPaymentAsync(), () => site.Payment[0]);
        var payment = await ServeAsync(site.Payment[0], () => site.ConnectAsync(productIds), productIds, options);
        var inventoryAfterLoad = site.Inventory[0].WorkingSet;
        return
        [
            new("Inventory ready, ms", inventoryReady.TotalMilliseconds, leastReady.TotalMilliseconds),
            new("Payment ready, ms", paymentReady.TotalMilliseconds, leastReady.TotalMilliseconds),
            new("longest answer of the first 200, ms", payment.Longest, least.Longest),
            new("memory of Inventory at rest, MB", inventoryAtRest / Megabyte, least.AtRest / Megabyte),
            new("memory of Payment at rest, MB", payment.AtRest / Megabyte, least.AtRest / Megabyte),
            new("memory of Inventory after load, MB", inventoryAfterLoad / Megabyte, least.AfterLoad / Megabyte),
            new("memory of Payment after load, MB", payment.AfterLoad / Megabyte, least.AfterLoad / Megabyte),
            await site.AuditAsync(),
        ];
    }

    private static async Task<TimeSpan> ReadyAsync(Func<Task> start, Func<ServiceProcess> service)
    {
        var clock = Stopwatch.StartNew();
        await start();
        await Site.UntilAsync(() => service().AnswersAsync("/health/ready"));
        return clock.Elapsed;
    }

    private static async Task<(double Longest, long AtRest, long AfterLoad)> ServeAsync(
        ServiceProcess service, Func<Task<Generator>> connect, string[] productIds, BenchOptions options)
    {
        var atRest = service.WorkingSet;
        var posts = Enumerable.Repeat(productIds[0], BurstSize).Select(id => PostAsync(service.Client, id));
        var burst = await Task.WhenAll(posts);
        using var generator = await connect();
        await generator.RunAsync(options.Duration);
        return (new Latencies(burst).Percentile(100), atRest, service.WorkingSet);
    }

    private static async Task<TimeSpan> PostAsync(HttpClient client, string productId)
    {
        var start = Stopwatch.GetTimestamp();
        using var body = new StringContent(OrderBook.Body(productId), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/orders", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(start);
    }
}
