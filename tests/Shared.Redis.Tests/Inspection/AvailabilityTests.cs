using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Testing;
using Shared.Redis.Connections;
using Shared.Redis.Inspection;
using Shared.Redis.Loops;
using Shared.Redis.Telemetry;
using Testing;

namespace Shared.Redis.Tests.Inspection;

/// <summary>Whether a server can be used, as the health checks and the metrics say it.</summary>
public sealed class AvailabilityTests : RedisFixture
{
    private Availability _availability = null!;

    [SetUp]
    public void SetUp() =>
        _availability = new(Redis, [], [new RequiredCommand(RedisRole.Store, "XTRIM notes MINID 0-1")]);

    [Test]
    public async Task A_server_as_it_should_be_lacks_nothing()
    {
        Assert.That(await _availability.FindTroubleAsync(RedisRole.Store), Is.Null);
        Assert.That(await _availability.FindTroubleAsync(RedisRole.Broker), Is.Null);
        Assert.That(await Store.SnapshotAsync(), Is.Empty, "asking writes nothing");
    }

    [TestCase("OOM ", "CONFIG", "SET", "maxmemory", "1")]
    [TestCase("NOREPLICAS ", "CONFIG", "SET", "min-replicas-to-write", "1")]
    [TestCase("READONLY ", "REPLICAOF", "localhost", "1")]
    public async Task A_server_that_takes_no_writes_says_why(string says, string command, params object[] arguments)
    {
        await Store.Database.ExecuteAsync(command, arguments);

        var trouble = await _availability.FindTroubleAsync(RedisRole.Store);

        Assert.That(trouble, Does.StartWith(says).And.Not.Contains("."));
    }

    [Test]
    public async Task A_right_that_is_missing_is_named()
    {
        await Store.Database.ExecuteAsync("ACL", "SETUSER", "default", "-xtrim");

        var trouble = await _availability.FindTroubleAsync(RedisRole.Store);

        Assert.That(trouble, Is.EqualTo("commands not allowed: XTRIM notes MINID 0-1"));
    }

    [Test]
    public Task A_server_that_is_gone_or_silent_is_away([Values] Outage outage) => Store.DuringAsync(outage, async () =>
    {
        Assert.That(await _availability.FindTroubleAsync(RedisRole.Store), Is.EqualTo("away"));
        Assert.That(await _availability.FindTroubleAsync(RedisRole.Broker), Is.Null);
    });

    [Test]
    public async Task It_is_measured_while_a_server_is_away_and_nothing_else_can_be()
    {
        using var available = new MetricCollector<int>(null, RedisInstruments.Name, "redis.available");
        using var sampler = new Sampler([new Broken(), _availability], Clock, new FakeLogger<Sampler>());

        await Broker.DuringAsync(Outage.Killed, async () =>
        {
            await Assert.ThrowsAsync<TimeoutException>(() => sampler.PollOnceAsync(CancellationToken.None));
            Assert.That(Last("store"), Is.EqualTo(1));
            Assert.That(Last("broker"), Is.Zero);
        });

        await Eventually.That(
            async () =>
            {
                await _availability.MeasureAsync();
                return Last("broker");
            },
            Is.EqualTo(1));

        int Last(string server) =>
            available.GetMeasurementSnapshot().Last(measurement => Equals(measurement.Tags["server"], server)).Value;
    }

    private sealed class Broken : IMeasured
    {
        public Task MeasureAsync() => throw new TimeoutException();
    }
}
