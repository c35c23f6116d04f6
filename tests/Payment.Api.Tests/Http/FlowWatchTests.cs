using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Payment.Api.Controllers;
using Shared.Redis.Buckets;
using Testing;

namespace Payment.Api.Tests.Http;

/// <summary>What watching costs, by a clock that stands: nothing else looks into the outbox meanwhile.</summary>
public sealed partial class FlowWatchTests
{
    // Of every bucket of the outbox, and of the dead letters.
    private const int OneLook = Bucket.Count + 1;

    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private FakeTimeProvider _time = null!;
    private RedisServer _store = null!;
    private RedisServer _broker = null!;
    private ServiceHost<OrdersController> _host = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_000_000));
        _store = await RedisServer.StartAsync();
        _broker = await RedisServer.StartAsync();
        _host = new ServiceHost<OrdersController>(
            _store.ConnectionString,
            _broker.ConnectionString,
            substitute: services => services.AddSingleton<TimeProvider>(_time));
        await Eventually.That(LooksAsync, Is.EqualTo(Bucket.Count)); // The sampler's, for the metrics.
        await _store.Server.ExecuteAsync("CONFIG", "RESETSTAT");
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _host.DisposeAsync();
        await _store.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Test]
    public async Task All_who_watch_together_cost_one_look_a_second()
    {
        using var one = await FlowStream.OpenAsync(_host.Client);
        using var other = await FlowStream.OpenAsync(_host.Client);
        for (var looks = 1; looks <= 3; looks++)
        {
            var (seen, alsoSeen) = (await one.NextAsync(), await other.NextAsync());
            Assert.That(JsonNode.DeepEquals(seen, alsoSeen), Is.True);
            Assert.That(await LooksAsync(), Is.EqualTo(looks * OneLook));
            _time.Advance(_second);
        }
    }

    [Test]
    public async Task Nobody_who_watches_costs_nothing()
    {
        await PassAsync(seconds: 5);

        Assert.That(await LooksAsync(), Is.Zero);
    }

    [Test]
    public async Task Nothing_is_looked_at_any_more_once_the_last_has_left()
    {
        using (var stays = await FlowStream.OpenAsync(_host.Client))
        {
            using (var leaves = await FlowStream.OpenAsync(_host.Client))
            {
                await leaves.NextAsync();
                await stays.NextAsync();
            }

            await WatchingAsync(1);
            _time.Advance(_second);
            await stays.NextAsync();
            Assert.That(await LooksAsync(), Is.EqualTo(2 * OneLook));
        }

        await WatchingAsync(0);
        await PassAsync(seconds: 5);
        Assert.That(await LooksAsync(), Is.EqualTo(2 * OneLook));
    }

    [Test]
    public async Task A_plain_request_is_shown_what_is_less_than_a_second_old()
    {
        var first = await _host.Client.GetStringAsync("/flow");
        _time.Advance(_second - TimeSpan.FromMilliseconds(1));
        Assert.That(await _host.Client.GetStringAsync("/flow"), Is.EqualTo(first));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(await _host.Client.GetStringAsync("/flow"), Is.Not.EqualTo(first));
        Assert.That(await LooksAsync(), Is.EqualTo(2 * OneLook));
    }

    /// <summary>Lets time go by, and whoever waits for it have his turn.</summary>
    private async Task PassAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _time.Advance(_second);
            await _host.Client.GetStringAsync("/health/live");
        }
    }

    /// <summary>Comes back when so many streams are open: as many requests as that, beside this one.</summary>
    private Task<string> WatchingAsync(int count) => Eventually.That(
        async () => OpenRequests().Match(await _host.Client.GetStringAsync("/metrics")).Groups[1].Value,
        Is.EqualTo($"{count + 1}"));

    private async Task<int> LooksAsync()
    {
        var stats = $"{await _store.Server.ExecuteAsync("INFO", "commandstats")}";
        return Looks().Match(stats) is { Success: true } looks ? int.Parse(looks.Groups[1].Value) : 0;
    }

    [GeneratedRegex(@"cmdstat_xinfo\|stream:calls=(\d+)")]
    private static partial Regex Looks();

    [GeneratedRegex(@"(?m)^http_server_active_requests\{[^}]*\} (\d+)$")]
    private static partial Regex OpenRequests();
}
