using Bench.Floor;

namespace Bench.Scenarios;

/// <summary>How fast orders are accepted, with nothing else going on.</summary>
internal sealed class Post : Scenario
{
    // They take turns, so that all meet the same moods of the machine.
    private const int Rounds = 2;
    private const int WarmUpRounds = 3;

    private static readonly TimeSpan _slack = TimeSpan.FromSeconds(30);

    public override string Name => "post";

    public override string About => """
        POST /orders over 64 connections, after posts and rests in turn for half of --seconds. The gateway
        stands still, so nothing else happens. Floor: a bare MVC host, that is one controller with a record
        for a body that does one HSET, and nothing of the services. Beside it, without a ratio, what the same
        costs a bare minimal API and the services' own host without the domain.
        """;

    public override async Task<IReadOnlyList<Measurement>> RunAsync(BenchOptions options)
    {
        await using var mvc = await FloorSite.StartServerAsync(FloorKind.Mvc, options);
        await using var minimal = await FloorSite.StartServerAsync(FloorKind.Minimal, options);
        await using var own = await FloorSite.StartServerAsync(FloorKind.Own, options);
        await using var site = await Site.StartServersAsync(options);
        var book = new OrderBook(site);
        var productIds = OrderBook.ProductIds(options.Products);
        await book.AddHistoryAsync(options);
        await book.StockAsync(productIds);
        await Task.WhenAll(
            mvc.StartAsync(), minimal.StartAsync(), own.StartAsync(), StartWithoutGatewayAsync(site, options));

        var posts = await MeasureAsync([site, mvc, minimal, own], productIds, options);

        site.StopPayment();
        await book.EndLeasesAsync();
        await site.StartServicesAsync();
        return [.. Compare(posts[0], posts[1], posts[2], posts[3]), await site.AuditAsync()];
    }

    // A charge does not end before the posts do: those of the warm-up take twice this time, the turns four times.
    private static Task StartWithoutGatewayAsync(Site site, BenchOptions options)
    {
        var standstill = $"{(options.Duration * 8) + _slack:hh\\:mm\\:ss\\.fff}";
        return site.StartPaymentAsync(
            ("Payment:GatewayTimeout", standstill), ("Payment:Simulator:ProcessingTime", standstill));
    }

    private static async Task<Posts[]> MeasureAsync(ITarget[] targets, string[] productIds, BenchOptions options)
    {
        await WarmUpAsync(targets, productIds, options.Duration / 2);
        var posts = Array.ConvertAll(targets, _ => Posts.None);
        for (var turn = 0; turn < Rounds * targets.Length; turn++)
        {
            var i = turn % targets.Length;
            posts[i] += await Posts.MeasureAsync(targets[i], productIds, options.Duration / Rounds);
        }

        return posts;
    }

    /// <summary>
    /// The runtime compiles what is hot in several rounds and in the background, and on a busy machine it would be at
    /// it for half a minute of load; so each round ends when all have come to rest.
    /// </summary>
    private static async Task WarmUpAsync(ITarget[] targets, string[] productIds, TimeSpan duration)
    {
        for (var round = 0; round < WarmUpRounds; round++)
        {
            foreach (var target in targets)
            {
                await Posts.MeasureAsync(target, productIds, duration / WarmUpRounds);
            }

            await targets.SelectMany(target => target.Processes).ToList().RestAsync(duration);
        }
    }

    private static IEnumerable<Measurement> Compare(Posts orders, Posts mvc, Posts minimal, Posts own) =>
    [
        new("orders accepted per second", orders.Answers.PerSecond, mvc.Answers.PerSecond),
        .. orders.Answers.Since(default).Measure(mvc.Answers.Since(default), 50, 99),
        orders.Cost.Of("Payment and Redis", cpu => cpu.Measured, mvc.Cost),
        orders.Cost.Of("Payment", cpu => cpu.Payment, mvc.Cost),
        orders.Cost.Of("Redis", cpu => cpu.Redis, mvc.Cost),
        orders.Cost.Of("the generator", cpu => cpu.Generator, mvc.Cost),
        .. Alone("a bare minimal API", minimal.Cost),
        .. Alone("the services' own host", own.Cost),
        new("answers other than 201", orders.Answers.Refused),
    ];

    private static IEnumerable<Measurement> Alone(string host, Cost cost) =>
    [
        cost.Of($"{host} and its Redis", cpu => cpu.Measured),
        cost.Of(host, cpu => cpu.Payment),
        cost.Of($"the Redis of {host}", cpu => cpu.Redis),
    ];
}
