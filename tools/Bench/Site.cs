using System.Reflection;
using Audit;
using Inventory.Api.Controllers;
using Payment.Api.Controllers;
using Payment.Api.Orders;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Publishing;
using Testing;

namespace Bench;

/// <summary>The system that is measured: three Redis servers, and both services as processes.</summary>
internal sealed class Site : ITarget, IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _glance = TimeSpan.FromMilliseconds(5);

    private readonly BenchOptions _options;

    private Site(BenchOptions options, RedisServer[] servers)
    {
        _options = options;
        (InventoryStore, PaymentStore, Broker) = (servers[0], servers[1], servers[2]);
    }

    public RedisServer InventoryStore { get; }

    public RedisServer PaymentStore { get; }

    public RedisServer Broker { get; }

    /// <summary>
    /// What every host is told: the content root is where appsettings.json is, which both services have alike, and
    /// nothing is logged of what goes well.
    /// </summary>
    public static (string Name, string Value)[] HostSettings { get; } =
        [("contentRoot", AppContext.BaseDirectory), ("Logging:LogLevel:Default", "Warning")];

    public IReadOnlyList<RedisServer> Servers => [InventoryStore, PaymentStore, Broker];

    public IReadOnlyList<ServiceProcess> Inventory { get; private set; } = [];

    public IReadOnlyList<ServiceProcess> Payment { get; private set; } = [];

    public IReadOnlyList<ServiceProcess> Processes => [.. Inventory, .. Payment];

    public static async Task<Site> StartServersAsync(BenchOptions options) =>
        new(options, await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartServerAsync(options))));

    public static Task<RedisServer> StartServerAsync(BenchOptions options) => options.Aof == "off"
        ? RedisServer.StartAsync()
        : RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", options.Aof);

    /// <summary>Starts both services, and waits until they are ready.</summary>
    public async Task StartServicesAsync()
    {
        await Task.WhenAll(StartInventoryAsync(), StartPaymentAsync());
        await Task.WhenAll(Processes.Select(process => UntilAsync(() => process.AnswersAsync("/health/ready"))));
    }

    // Known before they start: those that do are ended with the site, also when another one does not.
    public Task StartInventoryAsync()
    {
        Inventory = Create("inventory", typeof(ProductsController).Assembly, InventoryStore);
        return Task.WhenAll(Inventory.Select(instance => instance.StartAsync()));
    }

    public Task StartPaymentAsync(params (string Name, string Value)[] settings)
    {
        Payment = Create("payment", typeof(OrdersController).Assembly, PaymentStore, settings);
        return Task.WhenAll(Payment.Select(instance => instance.StartAsync()));
    }

    public void StopPayment()
    {
        foreach (var instance in Payment)
        {
            instance.Dispose();
        }

        Payment = [];
    }

    public Task<Generator> ConnectAsync(IEnumerable<string> productIds) =>
        Generator.ConnectAsync([.. Payment.Select(instance => instance.Client.BaseAddress!)], productIds);

    /// <summary>Processor time that each has used so far.</summary>
    public async Task<Cpu> CpuAsync()
    {
        var redis = await Task.WhenAll(CpuAsync(PaymentStore), CpuAsync(InventoryStore), CpuAsync(Broker));
        return new(
            Payment.ProcessorTime(), Inventory.ProcessorTime(), redis[0], redis[1], redis[2],
            Environment.CpuUsage.TotalTime);
    }

    /// <summary>Processor time that a Redis server has used so far.</summary>
    public static async Task<TimeSpan> CpuAsync(RedisServer server) => TimeSpan.FromSeconds(
        await server.ReadInfoAsync("cpu", "used_cpu_user") + await server.ReadInfoAsync("cpu", "used_cpu_sys"));

    /// <summary>How many orders wait for their payment.</summary>
    public async Task<long> UnpaidAsync() => (await Task.WhenAll(
        Bucket.All.Select(bucket => PaymentStore.Database.SortedSetLengthAsync(OrderKeys.Payments(bucket))))).Sum();

    /// <summary>
    /// How many orders are not settled: they wait for their payment, or for the receipt that says that Inventory has
    /// taken the stock. An order moves from the first to the second, which is why they are read in this order.
    /// </summary>
    public async Task<long> UnsettledAsync()
    {
        var unpaid = UnpaidAsync();
        var unconfirmed = Bucket.All.Select(bucket =>
            PaymentStore.Database.StreamLengthAsync(Outbox<OrderCompleted>.Key(bucket)));
        return (await Task.WhenAll(unconfirmed)).Sum() + await unpaid;
    }

    public Task SettledAsync() => UntilAsync(async () => await UnsettledAsync() == 0);

    /// <summary>Redis has nothing to wait for here, so it is asked over and over, with cheap commands.</summary>
    /// <exception cref="TimeoutException">It did not come true in minutes.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var deadline = DateTime.UtcNow + _patience; !await condition(); await Task.Delay(_glance))
        {
            if (DateTime.UtcNow > deadline)
            {
                throw new TimeoutException("The system is stuck.");
            }
        }
    }

    /// <summary>Waits until nothing moves, and checks that no order is lost or doubled.</summary>
    public async Task<Measurement> AuditAsync()
    {
        var installation = new Installation(InventoryStore.Database, PaymentStore.Database, Broker.Database);
        try
        {
            await UntilAsync(async () =>
                (await Invariants.AtRestAsync(installation)).All(finding => finding.Violations.Count == 0));
        }
        catch (TimeoutException)
        {
            // What still moves is among the findings.
        }

        var findings = await Invariants.CheckAsync(installation);
        var violations = findings.Sum(finding => finding.Violations.Count);
        if (violations > 0)
        {
            await Console.Error.WriteLineAsync(Report.Table(findings));
        }

        return new(Measurement.Violations, violations);
    }

    public async ValueTask DisposeAsync()
    {
        StopPayment();
        foreach (var instance in Inventory)
        {
            instance.Dispose();
        }

        foreach (var server in Servers)
        {
            await server.DisposeAsync();
        }
    }

    private ServiceProcess[] Create(
        string name, Assembly service, RedisServer store, params (string Name, string Value)[] settings) =>
        [
            .. Enumerable.Range(1, _options.Instances).Select(i => new ServiceProcess(
                service, store.ConnectionString, Broker.ConnectionString,
                [.. HostSettings, ("Consumer:Name", $"{name}-{i}"), .. settings])),
        ];
}
