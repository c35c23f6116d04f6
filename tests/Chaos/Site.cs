using System.Reflection;
using Audit;
using Inventory.Api.Controllers;
using Payment.Api.Controllers;

namespace Chaos;

/// <summary>The whole system: two stores, the broker, and two instances of each service, every one behind links of its own.</summary>
internal sealed class Site : IAsyncDisposable
{
    // Short, so that many rounds of recovery fit into a run, but with the proportions of the real settings.
    private static readonly (string Name, string Value)[] _settings =
    [
        ("Consumer:ReclaimAfter", "00:00:05"),
        ("Outbox:RetransmitAfter", "00:00:03"),
        ("Payment:GatewayTimeout", "00:00:02"),
        ("Payment:Simulator:ProcessingTime", "00:00:00.020"),
        ("Payment:Simulator:DeclineAbove", "50000"),
    ];

    public Site(DirectoryInfo folder, IEnumerable<(string Name, string Value)> settings)
    {
        string[] arguments = [.. _settings.Concat(settings).SelectMany(setting => new[] { $"--{setting.Name}", setting.Value })];
        InventoryStore = new RedisNode("inventory-store", folder, "always");
        PaymentStore = new RedisNode("payment-store", folder, "always");
        Broker = new RedisNode("broker", folder, "everysec");
        Inventory = Two("inventory", typeof(ProductsController).Assembly, InventoryStore);
        Payment = Two("payment", typeof(OrdersController).Assembly, PaymentStore);

        List<ServiceInstance> Two(string name, Assembly service, RedisNode store) =>
            [.. Enumerable.Range(1, 2).Select(i => new ServiceInstance($"{name}-{i}", service, store, Broker, folder, arguments))];
    }

    public RedisNode InventoryStore { get; }

    public RedisNode PaymentStore { get; }

    public RedisNode Broker { get; }

    public IReadOnlyList<ServiceInstance> Inventory { get; }

    public IReadOnlyList<ServiceInstance> Payment { get; }

    public IReadOnlyList<RedisNode> Nodes => [InventoryStore, PaymentStore, Broker];

    public IReadOnlyList<ServiceInstance> Instances => [.. Inventory, .. Payment];

    public IReadOnlyList<Link> Links => [.. Instances.SelectMany(instance => instance.Links)];

    /// <summary>For the audit, past all links.</summary>
    public Installation Installation => new(InventoryStore.Database, PaymentStore.Database, Broker.Database);

    /// <summary>Starts what does not run, and takes every fault away.</summary>
    public async Task StartAsync(CancellationToken stop)
    {
        foreach (var link in Links)
        {
            link.Heal();
        }

        await Task.WhenAll(Nodes.Select(async node =>
        {
            node.Thaw();
            await node.StartAsync(stop);
            await node.Server.ConfigSetAsync("maxmemory", 0);
        }));
        await Task.WhenAll(Instances.Select(instance =>
        {
            instance.Thaw();
            return instance.StartAsync(stop);
        }));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in Instances)
        {
            instance.Dispose();
        }

        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }
    }
}
