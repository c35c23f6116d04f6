using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Inspection;
using Shared.Redis.Paging;
using StackExchange.Redis;
using Testing;

namespace Shared.Redis.Tests.Inspection;

/// <summary>A store that is spread over three servers: what one of them lacks is found, whichever it is.</summary>
public sealed class InspectionOnClusterTests
{
    private static readonly KeyShape[] _shapes =
        [.. Bucket.All.Select(bucket => new KeyShape(bucket.Key("things"), RedisType.Stream))];

    private static readonly RequiredCommand[] _required = [new(RedisRole.Store, "XTRIM things MINID 0-1")];

    private RedisCluster _cluster = null!;
    private RedisServer _broker = null!;
    private RedisServer _one = null!;
    private RedisConnections _redis = null!;
    private FakeLogger<StartupInspection> _log = null!;
    private HostLifetime _lifetime = null!;
    private StartupInspection _inspection = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _cluster = await RedisCluster.StartAsync(masters: 3, replicas: 0);
        _broker = await RedisServer.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _cluster.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [SetUp]
    public async Task ConnectAsync()
    {
        _one = (await _cluster.MastersAsync())[TestContext.CurrentContext.Random.Next(3)];
        _redis = await TestConnections.OpenAsync(_cluster.ConnectionString, _broker.ConnectionString);
        _inspection = new StartupInspection(
            _redis,
            _shapes,
            _required,
            _lifetime = new HostLifetime(),
            new FakeTimeProvider(),
            _log = new FakeLogger<StartupInspection>());
    }

    [TearDown]
    public async Task RestoreAsync()
    {
        Environment.ExitCode = 0;
        _inspection.Dispose();
        await _redis.DisposeAsync();
        await _cluster.HealAsync();
        await _one.Server.ExecuteAsync("ACL", "SETUSER", "default", "+@all");
        await _one.Server.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "noeviction", "min-replicas-to-write", "0");
    }

    [Test]
    public async Task Servers_as_they_should_be_are_not_worth_a_word()
    {
        await _inspection.PollOnceAsync(CancellationToken.None);

        Assert.That((_lifetime.Stopped, Lines(LogLevel.Critical)), Is.EqualTo((false, "")));
        Assert.That(_inspection.HasInspected(RedisRole.Store), Is.True);
    }

    [Test]
    public async Task A_policy_that_one_of_them_has_ends_the_service()
    {
        await _one.Server.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");

        await _inspection.PollOnceAsync(CancellationToken.None);

        Assert.That((_lifetime.Stopped, Lines(LogLevel.Critical)), Is.EqualTo((true, "Refused to run: the "
            + $"maxmemory-policy of the store at 127.0.0.1:{_one.Port} is allkeys-lru: "
            + "it may evict orders; set it to noeviction")));
    }

    [Test]
    public async Task A_right_that_one_of_them_does_not_give_ends_the_service()
    {
        await _one.Server.ExecuteAsync("ACL", "SETUSER", "default", "-xtrim");

        await _inspection.PollOnceAsync(CancellationToken.None);

        Assert.That((_lifetime.Stopped, Lines(LogLevel.Critical)), Is.EqualTo((true, "Refused to run: the store at "
            + $"127.0.0.1:{_one.Port} does not allow this service: XTRIM things MINID 0-1")));
    }

    [Test]
    public async Task What_one_of_them_lacks_is_found_while_another_is_away()
    {
        await _one.Server.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        (await _cluster.MastersAsync()).First(node => node != _one).Kill();

        await Assert.CatchAsync(() => _inspection.PollOnceAsync(CancellationToken.None));

        Assert.That((_lifetime.Stopped, _inspection.HasInspected(RedisRole.Store)), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task A_slot_that_moves_to_an_unknown_server_brings_the_inspection_with_it()
    {
        var bucket = Bucket.All[7];
        var (home, other) = (await _cluster.MasterOfAsync(bucket.Key("things")), _one);
        other = home == other ? (await _cluster.MastersAsync()).First(node => node != home) : other;
        await other.Server.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        using var inspection = new StartupInspection(
            _redis, [new(bucket.Key("things"), RedisType.Stream)], [], _lifetime, new FakeTimeProvider(), _log);
        await inspection.PollOnceAsync(CancellationToken.None);
        Assert.That(_lifetime.Stopped, Is.False);

        await _cluster.MoveSlotAsync(bucket.Key("things"), other);
        await _redis.Store.KeyExistsAsync(bucket.Key("things")); // The client hears of it.
        await inspection.PollOnceAsync(CancellationToken.None);

        Assert.That(_lifetime.Stopped, Is.True);
        await other.Server.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "noeviction");
        await _cluster.MoveSlotAsync(bucket.Key("things"), home);
    }

    [Test]
    public async Task One_that_takes_no_writes_is_named_and_not_the_others()
    {
        await _one.Server.ExecuteAsync("CONFIG", "SET", "min-replicas-to-write", "1");

        var trouble = await new Availability(_redis, _shapes, _required).FindTroubleAsync(RedisRole.Store);

        Assert.That(trouble, Is.EqualTo($"127.0.0.1:{_one.Port}: NOREPLICAS Not enough good replicas to write"));
    }

    [Test]
    public async Task A_list_without_one_of_them_is_refused_and_says_which_part_it_lacks()
    {
        var lost = new List<Bucket>();
        foreach (var bucket in Bucket.All)
        {
            if (await _cluster.MasterOfAsync(bucket.Key("notes")) == _one)
            {
                lost.Add(bucket);
            }
        }

        _one.Kill();
        var index = new NewestFirstIndex(_redis, "notes");
        var fault = await Assert.CatchAsync(() => index.ReadAsync(after: null, limit: 10));

        Assert.That(RedisFaults.IsUnavailable(fault!), Is.True);
        Assert.That(fault!.Message, Is.EqualTo(
            $"A part of the store cannot be used: the buckets {string.Join(", ", lost)}."));
    }

    private string Lines(LogLevel level) => string.Join(
        '\n', _log.Collector.GetSnapshot().Where(line => line.Level == level).Select(line => line.Message));
}
