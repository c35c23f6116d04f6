using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Shared.Redis.Connections;
using StackExchange.Redis;
using Testing;

namespace Shared.Redis.Tests.Connections;

public sealed class RedisConnectionsTests
{
    private static readonly string[] _roles = ["broker", "reader", "store"];

    private FakeLogger<RedisConnections> _log = null!;
    private RedisServer _server = null!;

    [SetUp]
    public async Task StartServerAsync()
    {
        _log = new FakeLogger<RedisConnections>();
        _server = await RedisServer.StartAsync();
    }

    [TearDown]
    public ValueTask StopServerAsync() => _server.DisposeAsync();

    [Test]
    public async Task
        A_service_that_is_started_before_its_Redis_says_once_that_it_waits_and_connects_when_Redis_is_there()
    {
        _server.Kill();
        await using var redis = await StartAsync(_server.ConnectionString);
        await Eventually.That(
            () => Task.FromResult(Lines(LogLevel.Warning)),
            Is.EqualTo(OfEachRole("cannot be used, waiting for it: Connection refused")));

        var fault = await Assert.CatchAsync(() => redis.Store.PingAsync());
        Assert.That(RedisFaults.IsUnavailable(fault!), Is.True);

        await _server.RestartAsync();
        await Eventually.That(() => Task.FromResult(Lines(LogLevel.Information)), Is.EqualTo(OfEachRole("is back")));
        await Task.WhenAll(redis.Store.PingAsync(), redis.Broker.PingAsync(), redis.Reader.PingAsync());
        Assert.That(Lines(LogLevel.Warning), Has.Count.EqualTo(3));
    }

    [TestCase("password=wrong", "NOAUTH Authentication required")]
    [TestCase("user=nobody,password=wrong", "NOAUTH Authentication required")]
    [TestCase("password=right,ssl=true,connectTimeout=500", "ConnectTimeout, asked over TLS")]
    public async Task A_Redis_that_lets_nobody_in_is_told_with_its_own_words(string options, string reason)
    {
        await _server.Database.ExecuteAsync("CONFIG", "SET", "requirepass", "right");
        await using var redis = await StartAsync($"{_server.ConnectionString},{options}");

        await Eventually.That(() => Task.FromResult(Lines(LogLevel.Warning)), Has.Count.EqualTo(3));
        Assert.That(Lines(LogLevel.Warning), Has.All.Contain(reason).And.All.Not.Contain("wrong"));
    }

    [Test]
    public async Task A_password_may_have_a_setting_of_its_own()
    {
        const string Password = "with,comma=and@more";
        await _server.Database.ExecuteAsync("CONFIG", "SET", "requirepass", Password);
        var options = new RedisOptions
        {
            Store = _server.ConnectionString,
            StorePassword = Password,
            Broker = $"redis://:{Uri.EscapeDataString(Password)}@{_server.ConnectionString}",
        };
        await using var redis = new RedisConnections(Options.Create(options), [], _log);
        await redis.StartingAsync(CancellationToken.None);

        Assert.That(
            () => Task.WhenAll(redis.Store.PingAsync(), redis.Broker.PingAsync(), redis.Reader.PingAsync()), Throws.Nothing);
    }

    [Test]
    public async Task A_Redis_that_goes_and_returns_is_told_once_each()
    {
        await using var redis = await StartAsync(_server.ConnectionString);
        Assert.That(_log.Collector.Count, Is.Zero);

        _server.Kill();
        await Eventually.That(() => Task.FromResult(Lines(LogLevel.Warning)), Has.Count.EqualTo(3));
        await _server.RestartAsync();
        await Eventually.That(() => Task.FromResult(Lines(LogLevel.Information)), Has.Count.EqualTo(3));
        Assert.That(Lines(LogLevel.Warning), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task What_the_connection_string_says_wins()
    {
        await using var plain = await StartAsync(_server.ConnectionString);
        await using var tuned = await StartAsync(
            $"{_server.ConnectionString},asyncTimeout=7000,keepAlive=99,name=tuned");

        Assert.That(Settings(plain.Store), Is.EqualTo((750, 10, (string?)null)));
        Assert.That(Settings(tuned.Store), Is.EqualTo((7000, 99, "tuned")));
        Assert.That(Settings(tuned.Broker), Is.EqualTo((7000, 99, "tuned")));

        static (int, int, string?) Settings(IDatabase database)
        {
            var options = ConfigurationOptions.Parse(database.Multiplexer.Configuration);
            return (options.AsyncTimeout, options.KeepAlive, options.ClientName);
        }
    }

    [Test]
    public async Task A_blocking_read_ends_before_its_client_gives_up_and_holds_up_nobody_else()
    {
        await using var redis = await StartAsync($"{_server.ConnectionString},asyncTimeout=500");
        var blocked = redis.Reader.ExecuteAsync(
            "XREAD", "BLOCK", RedisConnections.BlockMilliseconds, "STREAMS", "nothing", "$");
        await Task.WhenAll(redis.Store.PingAsync(), redis.Broker.PingAsync());

        Assert.That(blocked.IsCompleted, Is.False);
        Assert.That((await blocked).IsNull, Is.True);
    }

    [Test]
    public async Task While_two_servers_claim_to_be_the_master_they_count_as_away()
    {
        await using var rival = await RedisServer.StartAsync();
        await using var redis = await StartAsync($"{_server.ConnectionString},{rival.ConnectionString}");

        var fault = Assert.Catch(() => _ = redis.Store);

        Assert.That(RedisFaults.IsUnavailable(fault!), Is.True);
        Assert.That(fault!.Message, Does.Contain(_server.ConnectionString).And.Contains(rival.ConnectionString));
    }

    [Test]
    public void Nobody_gets_a_connection_before_the_host_has_started()
    {
        var redis = new RedisConnections(Options.Create(new RedisOptions()), [], _log);

        Assert.That(() => redis.Store, Throws.InvalidOperationException.With.Message.Contains("when the host starts"));
    }

    private async Task<RedisConnections> StartAsync(string server)
    {
        var options = new RedisOptions { Store = server, Broker = server };
        var redis = new RedisConnections(Options.Create(options), [], _log);
        await redis.StartingAsync(CancellationToken.None);
        return redis;
    }

    private List<string> Lines(LogLevel level) =>
        [.. _log.Collector.GetSnapshot().Where(line => line.Level == level).Select(line => line.Message).Order()];

    private IEnumerable<string> OfEachRole(string what) =>
        _roles.Select(role => $"Redis ({role}) at {_server.ConnectionString} {what}");
}
