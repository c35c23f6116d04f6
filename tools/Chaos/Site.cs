using System.Reflection;
using Audit;
using Inventory.Api.Controllers;
using Payment.Api.Controllers;
using Shared.Contracts;
using Shared.Redis.Consuming;

namespace Chaos;

/// <summary>The stores, the broker, and two instances of each service, every one behind links of its own.</summary>
internal sealed class Site : IAsyncDisposable
{
    // Short, so that many rounds of recovery fit into a run, but with the proportions of the real settings.
    private static readonly (string Name, string Value)[] _settings =
    [
        ("Consumer:ReclaimAfter", "00:00:05"),
        ("Outbox:RetransmitAfter", "00:00:03"),
        ("Outbox:MaxBacklog", "200"),
        ("Payment:GatewayTimeout", "00:00:02"),
        ("Payment:Simulator:ProcessingTime", "00:00:00.020"),
        ("Payment:Simulator:DeclineAbove", "50000"),
    ];

    private readonly string? _clockLibrary;
    private readonly bool _confirms;

    public Site(DirectoryInfo folder, string? clockLibrary, ChaosOptions options)
    {
        _clockLibrary = clockLibrary;
        var settings = _settings.Concat(options.Settings);
        string[] arguments = [.. settings.SelectMany(setting => new[] { $"--{setting.Name}", setting.Value })];
        var cluster = new ClusterStore();
        Broker = new RedisNode(Child("broker"), folder, "everysec");
        Inventory = Two("inventory", new Subscription<OrderCompleted>(), typeof(ProductsController).Assembly);
        Payment = Two("payment", new Subscription<RefundOrder>(), typeof(OrdersController).Assembly);
        Mail = new MailService(Inventory.Store, Broker);
        _confirms = !options.Settings.Contains(("Outbox:Confirmation", "Publish"));
        Absent = Services.FirstOrDefault(service => service.Name == options.Absent);

        ChildProcess Child(string name) => new(name, folder, clockLibrary);
        Service Two(string name, Subscription subscription, Assembly service)
        {
            IStore store = options.Topology switch
            {
                "cluster" => cluster,
                "sentinel" => new SentinelStore($"{name}-store"),
                _ => new RedisNode(Child($"{name}-store"), folder, "always"),
            };
            ServiceInstance Instance(int number) => new(Child($"{name}-{number}"), service, store, Broker, arguments);
            return new(name, subscription, store, [Instance(1), Instance(2)]);
        }
    }

    public RedisNode Broker { get; }

    public Service Inventory { get; }

    public Service Payment { get; }

    public MailService Mail { get; }

    /// <summary>The service that is not there while faults strike.</summary>
    public Service? Absent { get; }

    /// <summary>Whether the processes' clocks can be set.</summary>
    public bool HasClocks => _clockLibrary is not null;

    public IReadOnlyList<IStore> Stores => [.. Services.Select(service => service.Store).Distinct()];

    /// <summary>The servers that stand alone.</summary>
    public IReadOnlyList<RedisNode> Nodes => [.. Stores.OfType<RedisNode>(), Broker];

    private IReadOnlyList<IStore> Redises => [.. Stores, Broker];

    public IReadOnlyList<Service> Services => [Inventory, Payment];

    public IReadOnlyList<Service> PresentServices => [.. Services.Where(service => service != Absent)];

    public IReadOnlyList<ServiceInstance> Instances => [.. Inventory.Instances, .. Payment.Instances];

    /// <summary>The instances that are there while faults strike.</summary>
    public IReadOnlyList<ServiceInstance> Present => [.. PresentServices.SelectMany(service => service.Instances)];

    /// <summary>For the audit, past all links.</summary>
    public Installation Installation =>
        new(Inventory.Store.Database, Payment.Store.Database, Broker.Database) { Confirms = _confirms };

    /// <summary>Starts everything for the first time, what is to be absent out of the broker's reach.</summary>
    public Task OpenAsync(CancellationToken stop)
    {
        foreach (var instance in Absent?.Instances ?? [])
        {
            instance.Broker.Hold(requests: true, replies: true);
        }

        return StartAsync(stop);
    }

    /// <summary>Takes away what is to be absent. The broker never heard of it.</summary>
    public void SendAway()
    {
        foreach (var instance in Absent?.Instances ?? [])
        {
            instance.Kill();
            instance.Broker.Heal(reset: true);
        }
    }

    /// <summary>Takes every fault away, and starts what does not run.</summary>
    public async Task HealAsync(CancellationToken stop)
    {
        foreach (var instance in Instances)
        {
            instance.Heal();
        }

        await Task.WhenAll(Redises.Select(redis => redis.HealAsync(stop)));
        await StartServicesAsync(stop);
    }

    public async ValueTask DisposeAsync()
    {
        await Mail.DisposeAsync();
        foreach (var instance in Instances)
        {
            instance.Dispose();
        }

        foreach (var redis in Redises)
        {
            await redis.DisposeAsync();
        }
    }

    private async Task StartAsync(CancellationToken stop)
    {
        await Task.WhenAll(Redises.Select(redis => redis.StartAsync(stop)));
        await StartServicesAsync(stop);
    }

    private Task StartServicesAsync(CancellationToken stop) =>
        Task.WhenAll([Mail.StartAsync(stop), .. Instances.Select(instance => instance.StartAsync(stop))]);
}
