using Shared.Contracts;
using StackExchange.Redis;
using Testing;

namespace EndToEnd.Tests;

/// <summary>What somebody can do who has got hold of a service's passwords: no more than the service.</summary>
public sealed class IntruderTests
{
    private static readonly string[] _services = ["Inventory", "Payment"];

    // {in} is the stream that the service consumes as {group}, {out} the one that it publishes to.
    private static readonly string[] _refusedOnBroker =
    [
        "DEL {in}", "UNLINK {in}", "RENAME {in} x", "EXPIRE {in} 1", "SET {in} x", "XDEL {in} 0-1", "XSETID {in} 9-9",
        "DUMP {in}", "XADD {in} * a b", "XGROUP DESTROY {in} g", "XGROUP SETID {in} g $",
        "EVAL return(redis.call('DEL',KEYS[1])) 1 {in}",
        "DEL {out}", "XDEL {out} 0-1", "XRANGE {out} - +", "XREAD STREAMS {out} 0",
        "XREADGROUP GROUP g c STREAMS {out} >", "XAUTOCLAIM {out} g c 0 0", "XACK {out} g 0-1",
        "XGROUP SETID {out} g $", "XGROUP DESTROY {out} g", "XGROUP DELCONSUMER {out} g c",
        "EVAL return(redis.call('XRANGE',KEYS[1],'-','+')) 1 {out}",
        "LPOP {{in}}:receipts:{group}", "DEL {{in}}:receipts:{group}", "RPUSH {{in}}:receipts:another x",
        "RPUSH {{out}}:receipts:{group} x", "DEL {{out}}:receipts:{group}", "LTRIM {{out}}:receipts:{group} 1 0",
        "XADD another * a b", "SET another x", "GET another",
    ];

    private static readonly string[] _refusedInStores =
    [
        "DEL outbox:{00td}:x", "XTRIM outbox:{00td}:x MAXLEN 0", "SET outbox:{00td}:x y",
        "XGROUP DESTROY outbox:{00td}:x relay", "EVAL return(redis.call('DEL',KEYS[1])) 1 outbox:{00td}:x",
        "DEL dead-letters:x", "XTRIM dead-letters:x MAXLEN 0", "SET another x", "GET another",
    ];

    private static readonly string[] _refusedInInventory =
    [
        "DEL reservations:{00td}:x", "HDEL ordered-products:{00td}:x y", "DEL products:{00td}",
        "SET product:{00td}:x y", "HSET order:{00td}:x status completed",
    ];

    private static readonly string[] _refusedInPayment =
    [
        "DEL order:{00td}:x", "DEL orders:{00td}", "DEL payments:{00td}", "SET order:{00td}:x y",
        "HSET product:{00td}:x quantity 9", "PUBLISH another x",
    ];

    private static readonly string[] _refusedEverywhere =
    [
        "FLUSHALL", "FLUSHDB", "SWAPDB 0 1", "KEYS *", "SCAN 0", "RANDOMKEY", "DBSIZE", "CONFIG GET *",
        "CONFIG SET appendonly no", "CONFIG REWRITE", "SCRIPT FLUSH", "SCRIPT KILL", "FUNCTION FLUSH", "ACL LIST",
        "ACL SETUSER x on nopass +@all", "ACL GETUSER operator", "ACL LOG RESET", "ACL SAVE", "CLIENT LIST",
        "CLIENT KILL TYPE normal", "CLIENT PAUSE 1000", "CLUSTER INFO", "MODULE LIST", "REPLICAOF localhost 1",
        "FAILOVER", "SAVE", "BGSAVE", "BGREWRITEAOF", "SHUTDOWN NOSAVE", "DEBUG SLEEP 0", "SLOWLOG GET",
        "LATENCY RESET", "MEMORY STATS", "MIGRATE localhost 1 x 0 1", "RESTORE x 0 y", "COMMAND COUNT", "PUBLISH x y",
        "EVAL return(redis.call('FLUSHALL')) 0",
    ];

    // The last two are what NOPERM is called when it happens to a script.
    private static readonly string[] _refusals = ["NOPERM", "user executing the script can't", "ACL failure in script"];

    private Secrets _secrets = null!;
    private RedisServer[] _servers = null!;

    [OneTimeSetUp]
    public async Task StartServers()
    {
        _secrets = new Secrets();
        _servers = await _secrets.StartServersAsync();
    }

    [OneTimeTearDown]
    public async Task StopServers()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _secrets.Dispose();
    }

    [Test]
    public Task On_the_broker_Inventory_is_refused_what_it_does_not_need() =>
        AssertAllRefused("Inventory", "Broker", RefusedOnBroker<OrderCompleted, RefundOrder>());

    [Test]
    public Task On_the_broker_Payment_is_refused_what_it_does_not_need() =>
        AssertAllRefused("Payment", "Broker", RefusedOnBroker<RefundOrder, OrderCompleted>());

    [Test]
    public Task In_its_store_Inventory_is_refused_what_it_does_not_need() =>
        AssertAllRefused("Inventory", "Store", [.. _refusedInStores, .. _refusedInInventory]);

    [Test]
    public Task In_its_store_Payment_is_refused_what_it_does_not_need() =>
        AssertAllRefused("Payment", "Store", [.. _refusedInStores, .. _refusedInPayment]);

    [TestCase("Inventory")]
    [TestCase("Payment")]
    public async Task A_password_opens_one_server_only(string service)
    {
        var other = service == "Inventory" ? "Payment" : "Inventory";
        foreach (var (role, server) in new[]
        {
            ("Store", Server(other, "Store")),
            ("Store", Server(service, "Broker")),
            ("Broker", Server(service, "Store")),
        })
        {
            await using var connection = await ConnectAsync(_secrets.Connection(service, role, server));
            Assert.That(connection.IsConnected, Is.False);
        }
    }

    [Test]
    public async Task Nobody_gets_in_without_a_password()
    {
        foreach (var server in _servers)
        {
            await using var connection = await ConnectAsync(server.ConnectionString);
            Assert.That(connection.IsConnected, Is.False);
        }
    }

    [Test]
    public async Task The_user_without_a_password_may_do_nothing_but_ask_for_life()
    {
        foreach (var server in _servers)
        {
            var user = (RedisResult[])(await server.Database.ExecuteAsync("ACL", "GETUSER", "health"))!;
            Assert.That(
                user.Select(part => part.ToString()),
                Does.Contain("-@all +ping").And.Contain("").And.Not.Contain("~*"));
        }
    }

    private static IEnumerable<string> RefusedOnBroker<TIn, TOut>()
        where TIn : class, IStreamMessage<TIn>
        where TOut : class, IStreamMessage<TOut> =>
        _refusedOnBroker.Select(command => command
            .Replace("{in}", TIn.Stream).Replace("{group}", TIn.Group).Replace("{out}", TOut.Stream));

    private async Task AssertAllRefused(string service, string role, IEnumerable<string> commands)
    {
        await using var connection = await ConnectAsync(_secrets.Connection(service, role, Server(service, role)));
        Assert.That(connection.IsConnected, Is.True);
        var answers = new List<string>();
        foreach (var command in commands.Concat(_refusedEverywhere))
        {
            answers.Add($"{command}: {await TryAsync(connection.GetDatabase(), command.Split(' '))}");
        }

        Assert.That(answers.Where(answer => !_refusals.Any(answer.Contains)), Is.Empty);
    }

    private static async Task<string> TryAsync(IDatabase database, string[] words)
    {
        try
        {
            return $"{await database.ExecuteAsync(words[0], words[1..])}";
        }
        catch (RedisServerException fault)
        {
            return fault.Message;
        }
    }

    private RedisServer Server(string service, string role) =>
        _servers[role == "Broker" ? 2 : Array.IndexOf(_services, service)];

    private static Task<ConnectionMultiplexer> ConnectAsync(string connection) => ConnectionMultiplexer.ConnectAsync(
        $"{connection.Split(",$")[0]},abortConnect=false,connectRetry=0,connectTimeout=5000,allowAdmin=true,"
        + "tiebreaker=,configChannel=");
}
