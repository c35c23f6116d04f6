using Shared.Redis.Connections;
using StackExchange.Redis;

namespace Shared.Redis.Tests.Connections;

public sealed class RedisFaultsTests : RedisFixture
{
    private const string Write = "#!lua\nreturn redis.call('XADD', KEYS[1], '*', 'text', 'x')";

    [TestCase("CONFIG", "SET", "maxmemory", "1")]
    [TestCase("CONFIG", "SET", "min-replicas-to-write", "1")]
    [TestCase("REPLICAOF", "localhost", "1")]
    public async Task A_server_that_refuses_to_write_is_unavailable_for_commands_and_scripts(
        string command, params object[] arguments)
    {
        await Store.Database.ExecuteAsync(command, arguments);

        await AssertUnavailableAsync(() => Redis.Store.StreamAddAsync("notes", "text", "x"));
        await AssertUnavailableAsync(() => Redis.Store.ScriptEvaluateAsync(Write, ["notes"]));
    }

    [Test]
    public async Task A_server_that_does_not_permit_a_command_is_unavailable_until_it_is_configured()
    {
        await Store.Database.ExecuteAsync("ACL", "SETUSER", "default", "-xadd");
        await AssertUnavailableAsync(() => Redis.Store.StreamAddAsync("notes", "text", "x"));
        await AssertUnavailableAsync(() => Redis.Store.ScriptEvaluateAsync(Write, ["notes"]));

        await Store.Database.ExecuteAsync("ACL", "SETUSER", "default", "+xadd", "resetkeys", "~other*");
        await AssertUnavailableAsync(() => Redis.Store.StreamAddAsync("notes", "text", "x"));
        await AssertUnavailableAsync(() => Redis.Store.ScriptEvaluateAsync(Write, ["notes"]));
        var undeclared = Write.Replace("KEYS[1]", "'notes'", StringComparison.Ordinal);
        await AssertUnavailableAsync(() => Redis.Store.ScriptEvaluateAsync(undeclared, ["other"]));
    }

    [Test]
    public async Task A_server_that_does_not_answer_or_is_gone_is_unavailable()
    {
        await Store.Database.ExecuteAsync("CLIENT", "PAUSE", 1500);
        await AssertUnavailableAsync(() => Redis.Store.PingAsync());

        Store.Kill();
        await AssertUnavailableAsync(() => Redis.Store.PingAsync());
        await Store.RestartAsync();
    }

    // A script can answer in the server's own words.
    [TestCase("LOADING Redis is loading the dataset in memory")]
    [TestCase("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.")]
    [TestCase("MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.")]
    [TestCase("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.")]
    [TestCase("CLUSTERDOWN Hash slot not served")]
    [TestCase("TRYAGAIN Multiple keys request during rehashing of slot")]
    [TestCase("NOAUTH Authentication required.")]
    public Task A_server_that_says_it_cannot_serve_now_is_unavailable(string answer) =>
        AssertUnavailableAsync(() =>
            Redis.Store.ScriptEvaluateAsync("return redis.error_reply(ARGV[1])", [], [answer]));

    [Test]
    public async Task What_is_wrong_with_the_request_is_no_trouble_with_the_server()
    {
        await Store.Database.StringSetAsync("text", "x");
        await Store.Database.StreamCreateConsumerGroupAsync("notes", "readers", "0-0", createStream: true);

        await AssertRefusedAsync("WRONGTYPE", () => Redis.Store.StreamLengthAsync("text"));
        await AssertRefusedAsync("ERR", () => Redis.Store.ScriptEvaluateAsync("return redis.call('NONSENSE')"));
        await AssertRefusedAsync("WRONGTYPE", () => Redis.Store.ScriptEvaluateAsync(Write, ["text"]));
        await AssertRefusedAsync(
            "BUSYGROUP", () => Redis.Store.StreamCreateConsumerGroupAsync("notes", "readers", "0-0"));
        Assert.That(RedisFaults.IsUnavailable(new InvalidOperationException("OOM")), Is.False);
        Assert.That(RedisFaults.IsUnavailable(new TimeoutException()), Is.False);
    }

    [Test]
    public async Task A_missing_stream_or_group_is_told_apart_from_both()
    {
        await AssertGroupMissingAsync(() => Redis.Store.StreamReadGroupAsync("notes", "readers", "me", ">"));
        await Store.Database.StreamAddAsync("notes", "text", "x");

        await AssertGroupMissingAsync(() => Redis.Store.StreamReadGroupAsync("notes", "readers", "me", ">"));
        await AssertGroupMissingAsync(() => Redis.Store.StreamPendingAsync("notes", "readers"));
        await AssertGroupMissingAsync(() => Redis.Store.StreamAutoClaimAsync("notes", "readers", "me", 0, "0-0"));
        await AssertGroupMissingAsync(() => Redis.Store.StreamClaimAsync("notes", "readers", "me", 0, ["1-0"]));
    }

    private static async Task AssertUnavailableAsync(Func<Task> command)
    {
        var fault = await Assert.CatchAsync(() => command());

        Assert.That(RedisFaults.IsUnavailable(fault!), Is.True, fault!.Message);
    }

    private static async Task AssertRefusedAsync(string code, Func<Task> command)
    {
        var fault = await Assert.ThrowsAsync<RedisServerException>(() => command());

        Assert.That(fault!.Message, Does.StartWith(code));
        Assert.That(
            (RedisFaults.IsUnavailable(fault), RedisFaults.IsGroupMissing(fault)),
            Is.EqualTo((false, false)),
            fault.Message);
    }

    private static async Task AssertGroupMissingAsync(Func<Task> command)
    {
        var fault = await Assert.ThrowsAsync<RedisServerException>(() => command());

        Assert.That(
            (RedisFaults.IsGroupMissing(fault!), RedisFaults.IsUnavailable(fault!)),
            Is.EqualTo((true, false)),
            fault!.Message);
    }
}
