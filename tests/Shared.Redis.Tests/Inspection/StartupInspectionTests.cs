using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Shared.Redis.Connections;
using Shared.Redis.Inspection;
using StackExchange.Redis;
using Testing;

namespace Shared.Redis.Tests.Inspection;

public sealed class StartupInspectionTests : RedisFixture
{
    private static readonly KeyShape _shape = new("things", RedisType.Stream);

    private readonly FakeLogger<StartupInspection> _log = new();
    private readonly HostLifetime _lifetime = new();

    [SetUp]
    public void Forget()
    {
        _log.Collector.Clear();
        _lifetime.Stopped = false;
    }

    [TearDown]
    public async Task Restore()
    {
        Environment.ExitCode = 0;
        await Broker.Database.ExecuteAsync("ACL", "SETUSER", "default", "+@all", "~*");
        await Store.Database.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "noeviction");
        await Broker.Database.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "noeviction");
        await Store.Database.ExecuteAsync("CONFIG", "SET", "appendonly", "no");
    }

    [Test]
    public async Task A_store_that_may_evict_ends_the_service()
    {
        await Store.Database.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");

        await InspectAsync();

        Assert.That((_lifetime.Stopped, Environment.ExitCode, Messages(LogLevel.Critical)),
            Is.EqualTo((true, 1, $"Refused to run: the maxmemory-policy of the store at {Store.ConnectionString} is "
                + "allkeys-lru: it may evict orders; set it to noeviction")));
    }

    [Test]
    public async Task A_key_of_another_type_ends_the_service()
    {
        await Store.Database.StringSetAsync(_shape.Key, "of somebody else");

        await InspectAsync();

        Assert.That(_lifetime.Stopped, Is.True);
        Assert.That(Messages(LogLevel.Critical), Does.Contain("things is a String, not a Stream"));
    }

    [Test]
    public async Task A_store_of_an_earlier_version_ends_the_service()
    {
        await Store.Database.StreamAddAsync("outbox:{00}:notes", "text", "x");
        await using var services = new ServiceCollection().AddOutboxRelay<Note>().BuildServiceProvider();
        using var inspection =
            new StartupInspection(Redis, services.GetServices<KeyShape>(), [], _lifetime, Clock, _log);

        await inspection.PollOnceAsync(CancellationToken.None);

        Assert.That((_lifetime.Stopped, Environment.ExitCode, Messages(LogLevel.Critical)),
            Is.EqualTo((true, 1, "Refused to run: the store holds data of an earlier version, whose keys have other "
                + "hash tags, such as outbox:{00}:notes: go on with that version until everything is settled, then "
                + "begin with an empty store")));
    }

    [Test]
    public async Task A_store_without_an_append_only_file_is_said_loudly()
    {
        await InspectAsync();

        Assert.That(_lifetime.Stopped, Is.False);
        Assert.That(
            Messages(LogLevel.Warning),
            Does.Contain($"append-only file of the store at {Store.ConnectionString} is off"));
    }

    [Test]
    public async Task A_broker_that_may_evict_is_said_loudly()
    {
        await Broker.Database.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");

        await InspectAsync();

        Assert.That(_lifetime.Stopped, Is.False);
        Assert.That(
            Messages(LogLevel.Warning),
            Does.Contain($"maxmemory-policy of the broker at {Broker.ConnectionString} is allkeys-lru"));
    }

    [Test]
    public async Task Servers_as_they_should_be_are_not_worth_a_word()
    {
        await Store.Database.ExecuteAsync("CONFIG", "SET", "appendonly", "yes");
        await Store.Database.StreamAddAsync(_shape.Key, "a", "b");

        await InspectAsync();

        Assert.That((_lifetime.Stopped, _log.Collector.Count), Is.EqualTo((false, 0)));
    }

    [TestCase("-xtrim")]
    [TestCase("resetkeys ~other")]
    public async Task A_right_that_is_missing_ends_the_service_and_is_named(string restriction)
    {
        await Broker.Database.ExecuteAsync("ACL", ["SETUSER", "default", .. restriction.Split(' ')]);

        await InspectAsync(
            new RequiredCommand(RedisRole.Store, "XTRIM notes MINID 0-1"),
            new RequiredCommand(RedisRole.Broker, "XTRIM notes MINID 0-1"));

        Assert.That((_lifetime.Stopped, Environment.ExitCode, Messages(LogLevel.Critical)),
            Is.EqualTo((true, 1, $"Refused to run: the broker at {Broker.ConnectionString} does not allow this "
                + "service: XTRIM notes MINID 0-1")));
    }

    [TestCase("-evalsha", "-eval")]
    [TestCase("-info")]
    public async Task A_user_that_may_not_even_ask_ends_the_service(params string[] restrictions)
    {
        await Broker.Database.ExecuteAsync("ACL", ["SETUSER", "default", .. restrictions]);

        await InspectAsync(new RequiredCommand(RedisRole.Broker, "PING"));

        Assert.That((_lifetime.Stopped, Environment.ExitCode), Is.EqualTo((true, 1)));
        Assert.That(Messages(LogLevel.Critical), Does.Contain("permissions").Or.Contain("can't run this command"));
    }

    [TestCase("INFO")]
    [TestCase("EVAL")]
    [TestCase("XTRIM")]
    public async Task A_command_that_a_server_does_not_know_ends_the_service_and_is_named(string command)
    {
        await using var server = await RedisServer.StartAsync("--rename-command", command, "");
        await using var redis = await TestConnections.OpenAsync(server.ConnectionString, Broker.ConnectionString);
        using var inspection = new StartupInspection(
            redis, [_shape], [new(RedisRole.Store, "XTRIM notes MINID 0-1")], _lifetime, Clock, _log);

        await inspection.PollOnceAsync(CancellationToken.None);

        Assert.That((_lifetime.Stopped, Environment.ExitCode), Is.EqualTo((true, 1)));
        Assert.That(Messages(LogLevel.Critical), Does.Contain(command == "INFO" ? "Unknown Redis command" : command));
    }

    [Test]
    public async Task A_database_that_does_not_exist_ends_the_service()
    {
        await using var redis = await TestConnections.OpenAsync(
            $"{Store.ConnectionString},defaultDatabase=99", Broker.ConnectionString);
        using var inspection = new StartupInspection(redis, [_shape], [], _lifetime, Clock, _log);

        await Assert.CatchAsync(() => inspection.PollOnceAsync(CancellationToken.None));

        Assert.That((_lifetime.Stopped, Environment.ExitCode), Is.EqualTo((true, 1)));
        Assert.That(Messages(LogLevel.Critical), Does.Contain("The database does not exist on the server: 99"));
    }

    /// <summary>Managed servers leave out of INFO what their owner cannot change.</summary>
    [Test]
    public async Task What_a_server_does_not_tell_is_empty_and_nothing_else_moves_into_its_place()
    {
        var script = Embedded.Text<StartupInspection>("inspect_server.lua").Replace(
            "redis.call('INFO', 'server', 'memory', 'persistence', 'replication', 'cluster')",
            "''",
            StringComparison.Ordinal);

        Assert.That(
            (string[]?)await Store.Database.ScriptEvaluateAsync(script), Is.EqualTo(["", "", "", "0", "", "0"]));
    }

    [TestCase("maxmemory")]
    [TestCase("min-replicas-to-write")]
    public async Task A_store_that_takes_no_writes_is_waited_for(string setting)
    {
        await Store.Database.ExecuteAsync("CONFIG", "SET", setting, "1");
        using var inspection = Inspection();

        await Assert.ThrowsAsync<RedisServerException>(() => inspection.PollOnceAsync(CancellationToken.None));
        Assert.That((_lifetime.Stopped, inspection.HasInspected(RedisRole.Store)), Is.EqualTo((false, false)));

        await Store.Database.ExecuteAsync("CONFIG", "SET", setting, "0");
        await inspection.PollOnceAsync(CancellationToken.None);
        Assert.That((_lifetime.Stopped, inspection.HasInspected(RedisRole.Store)), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task A_store_that_can_fail_over_and_would_lose_what_it_takes_ends_the_service()
    {
        await using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{Store.Port}");
        await Eventually.That(
            async () => (await Store.Server.RoleAsync() as Role.Master)!.Replicas, Has.Count.EqualTo(1));

        await InspectAsync();
        Assert.That(_lifetime.Stopped, Is.True);
        Assert.That(Messages(LogLevel.Critical), Does.Contain("has replicas, but its min-replicas-to-write is 0"));

        Forget();
        await Store.Database.ExecuteAsync("CONFIG", "SET", "min-replicas-to-write", "1");
        await InspectAsync();
        Assert.That(_lifetime.Stopped, Is.False);
    }

    [Test]
    public async Task Nothing_else_starts_with_a_store_that_is_refused()
    {
        await Store.Database.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        using var inspection = Inspection();

        Assert.That(
            () => inspection.StartAsync(CancellationToken.None), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_broker_that_is_away_is_inspected_when_it_comes_and_may_still_end_the_service()
    {
        using var inspection = Inspection(new RequiredCommand(RedisRole.Broker, "XTRIM notes MINID 0-1"));
        Broker.Kill();
        try
        {
            await Assert.ThrowsAsync<RedisConnectionException>(() => inspection.PollOnceAsync(CancellationToken.None));
            Assert.That(inspection.HasInspected(RedisRole.Store), Is.True);
            Assert.That(inspection.HasInspected(RedisRole.Broker), Is.False);
        }
        finally
        {
            await Broker.RestartAsync();
        }

        await Broker.Database.ExecuteAsync("ACL", "SETUSER", "default", "-xtrim");
        await Eventually.That(() => Task.FromResult(Redis.Broker.IsConnected(default)), Is.True);
        await inspection.PollOnceAsync(CancellationToken.None);

        Assert.That((_lifetime.Stopped, Environment.ExitCode), Is.EqualTo((true, 1)));
        Assert.That(inspection.HasInspected(RedisRole.Broker), Is.True);
    }

    private StartupInspection Inspection(params RequiredCommand[] required) =>
        new(Redis, [_shape], required, _lifetime, Clock, _log);

    private async Task InspectAsync(params RequiredCommand[] required)
    {
        using var inspection = Inspection(required);
        await inspection.PollOnceAsync(CancellationToken.None);
    }

    private string Messages(LogLevel level) =>
        string.Join('\n', _log.Collector.GetSnapshot().Where(line => line.Level == level).Select(line => line.Message));
}
