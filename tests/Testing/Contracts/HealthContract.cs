using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Shared.Redis.Loops;

namespace Testing.Contracts;

/// <summary>That a service is out of traffic when it cannot serve requests, and only then.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class HealthContract<TController>(string path, string validBody, string stream)
    : ServiceFixture<TController>(path, validBody)
    where TController : class
{
    /// <summary>The loops without which requests of this service cannot be served.</summary>
    protected virtual string[] ServingLoops => [];

    [SetUp]
    public Task WaitUntilHealthyAsync() => HealthAsync("Healthy");

    [Test]
    public async Task Without_its_store_a_service_is_live_but_not_ready([Values] Outage outage)
    {
        await Store.DuringAsync(outage, async () =>
        {
            await HealthAsync("Unhealthy", "store", "away");
            using var live = await Client.GetAsync("/health/live");
            Assert.That(live.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        });

        await HealthAsync("Healthy");
    }

    [Test]
    public async Task Without_the_broker_a_service_is_ready_and_says_that_it_is_away([Values] Outage outage)
    {
        await Broker.DuringAsync(outage, () => HealthAsync("Degraded", "broker", "away"));

        await HealthAsync("Healthy");
    }

    [Test]
    public async Task A_store_that_takes_no_writes_takes_its_service_out_of_traffic_and_says_why(
        [Values("maxmemory", "min-replicas-to-write")] string setting)
    {
        await RefusingWritesAsync(Store, setting, () =>
            HealthAsync("Unhealthy", "store", setting == "maxmemory" ? "OOM " : "NOREPLICAS "));

        await HealthAsync("Healthy");
    }

    [Test]
    public Task A_broker_that_takes_no_writes_degrades_a_service() =>
        RefusingWritesAsync(Broker, "maxmemory", () => HealthAsync("Degraded", "broker", "OOM "));

    [TestCase(true, "Unhealthy", "store")]
    [TestCase(false, "Degraded", "broker")]
    public async Task A_right_that_was_lost_is_named(bool store, string status, string check)
    {
        var server = (store ? Store : Broker).Database;
        await server.ExecuteAsync("ACL", "SETUSER", "default", "-xadd");
        try
        {
            await HealthAsync(status, check, "commands not allowed: XADD ");
        }
        finally
        {
            await server.ExecuteAsync("ACL", "SETUSER", "default", "+@all");
        }

        await HealthAsync("Healthy");
    }

    [TestCase(true, "Unhealthy")]
    [TestCase(false, "Degraded")]
    public async Task A_loop_that_stands_still_is_fatal_only_if_requests_wait_for_it(bool serves, string status)
    {
        var clock = new Clock();
        using var loop = new StalledLoop(clock, serves);
        await using var host = Host(services => services.AddSingleton<IHostedService>(loop));
        await HealthAsync(host.Client, "Healthy");

        clock.Now += TimeSpan.FromSeconds(31);

        await HealthAsync(host.Client, status, "loops", "stalled: StalledLoop");
    }

    [Test]
    public async Task Requests_wait_for_few_loops()
    {
        await using var host = Host(_ => { });
        var loops = host.Services.GetServices<IHostedService>().OfType<PollingService>();

        Assert.That(loops.Where(loop => loop.ServesRequests).Select(loop => loop.Name), Is.EquivalentTo(ServingLoops));
    }

    [Test]
    public async Task Without_room_for_dead_letters_a_service_is_not_ready_until_there_is_some()
    {
        var roomForOne = new Dictionary<string, string?>(Settings) { ["Consumer:MaxDeadLetters"] = "1" };
        await using var server = await RedisServer.StartAsync();
        await using var host =
            new ServiceHost<TController>(server.ConnectionString, server.ConnectionString, roomForOne);
        for (var i = 0; i < 2; i++)
        {
            await server.Database.StreamAddAsync(stream, [new("pk", $"{i}"), new("junk", new string('x', 100_000))]);
        }

        await HealthAsync(host.Client, "Unhealthy", "deadLetters", "no room for another");

        await server.Database.StreamTrimAsync($"dead-letters:{stream}", 0);
        await HealthAsync(host.Client, "Healthy", "deadLetters");
    }

    private ServiceHost<TController> Host(Action<IServiceCollection> substitute) =>
        new(Store.ConnectionString, Broker.ConnectionString, Settings, substitute);

    private static async Task RefusingWritesAsync(RedisServer server, string setting, Func<Task> act)
    {
        await server.Database.ExecuteAsync("CONFIG", "SET", setting, "1");
        try
        {
            await act();
        }
        finally
        {
            await server.Database.ExecuteAsync("CONFIG", "SET", setting, "0");
        }
    }

    private Task<string> HealthAsync(string status, string check = "store", string finding = "Healthy") =>
        HealthAsync(Client, status, check, finding);

    /// <summary>Waits until a service is as expected; only an unhealthy one may be out of traffic.</summary>
    private static Task<string> HealthAsync(
        HttpClient client, string status, string check = "store", string finding = "Healthy") =>
        Eventually.That(
            async () =>
            {
                using var answer = await client.GetAsync("/health/ready");
                var health = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
                return $"{(int)answer.StatusCode} {health["status"]}, {check}: {health["checks"]![check]}";
            },
            Does.StartWith($"{(status == "Unhealthy" ? 503 : 200)} {status}, {check}: {finding}"));

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    private sealed class StalledLoop(TimeProvider time, bool serves) : PollingService(time, NullLogger.Instance)
    {
        public override bool ServesRequests => serves;

        public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return false;
        }

        protected override Task WaitForWorkAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
