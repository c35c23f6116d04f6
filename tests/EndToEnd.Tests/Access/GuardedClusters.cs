using System.Reflection;
using Inventory.Api.Controllers;
using Payment.Api.Controllers;
using StackExchange.Redis;
using Testing;

namespace EndToEnd.Tests;

/// <summary>
/// A Redis Cluster for both stores and one for the broker, which know the services as deploy/redis describes them.
/// </summary>
internal sealed class GuardedClusters : IAsyncDisposable
{
    private readonly Secrets _secrets = new();

    private GuardedClusters(RedisCluster stores, RedisCluster broker) => (Stores, Broker) = (stores, broker);

    public RedisCluster Stores { get; }

    public RedisCluster Broker { get; }

    private IEnumerable<RedisServer> Nodes => [.. Stores.Nodes, .. Broker.Nodes];

    public static async Task<GuardedClusters> StartAsync()
    {
        var guarded = new GuardedClusters(await RedisCluster.StartAsync(), await RedisCluster.StartAsync(masters: 2));
        foreach (var service in new[] { "inventory", "payment" })
        {
            await ChangeAsync(guarded.Stores, guarded._secrets.Rule($"{service}-store", service));
            await ChangeAsync(guarded.Broker, guarded._secrets.Rule("broker", service));
        }

        return guarded;
    }

    /// <summary>Gives a user rights, or takes some.</summary>
    /// <param name="cluster">The cluster, on each of whose nodes it is done.</param>
    /// <param name="rule">Name of the user, and the rules.</param>
    public static Task ChangeAsync(RedisCluster cluster, string rule) => Task.WhenAll(cluster.Nodes.Select(node =>
        node.Server.ExecuteAsync("ACL", ["SETUSER", .. rule.Split(' ').Cast<object>()])));

    /// <summary>Begins to move the slot of a key: what is there stays, and what is not goes to the other.</summary>
    public static async Task BeginMoveAsync(RedisCluster cluster, RedisKey key, RedisServer to)
    {
        var slot = cluster.Database.Multiplexer.HashSlot(key);
        var from = await cluster.MasterOfAsync(key);
        await to.Server.ExecuteAsync("CLUSTER", "SETSLOT", slot, "IMPORTING", await IdAsync(from));
        await from.Server.ExecuteAsync("CLUSTER", "SETSLOT", slot, "MIGRATING", await IdAsync(to));
    }

    /// <summary>A service, which has not been started.</summary>
    /// <param name="name"><c>Inventory</c> or <c>Payment</c>.</param>
    public ServiceProcess Service(string name) =>
        new(Assembly(name), Connection(name, "Store"), Connection(name, "Broker"), []);

    /// <summary>The assembly of a service.</summary>
    public static Assembly Assembly(string name) =>
        (name == "Inventory" ? typeof(ProductsController) : typeof(OrdersController)).Assembly;

    /// <summary>The connection string that a service finds in its secrets, to a cluster.</summary>
    public string Connection(string service, string role) =>
        _secrets.Connection(service, role, (role == "Store" ? Stores : Broker).ConnectionString);

    /// <summary>What the nodes refused their users, also what a client does not complain about.</summary>
    public async Task<string[]> RefusalsAsync()
    {
        var logs = await Task.WhenAll(Nodes.Select(node => node.Server.ExecuteAsync("ACL", "LOG")));
        return [.. logs.SelectMany(log => (RedisResult[])log!).Select(Text)];
    }

    /// <summary>Forgets what was refused.</summary>
    public Task ForgetRefusalsAsync() =>
        Task.WhenAll(Nodes.Select(node => node.Server.ExecuteAsync("ACL", "LOG", "RESET")));

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        await Broker.DisposeAsync();
        _secrets.Dispose();
    }

    private static async Task<string> IdAsync(RedisServer node) =>
        $"{await node.Server.ExecuteAsync("CLUSTER", "MYID")}";

    private static string Text(RedisResult refusal)
    {
        var parts = refusal.ToDictionary();
        return $"{parts["username"]}: {parts["object"]}";
    }
}
