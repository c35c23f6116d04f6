using System.Collections.Concurrent;
using Audit;
using Testing;

namespace EndToEnd.Tests.CrashPoints;

/// <summary>Both services with a trap around each, for one case after another: starting it all takes seconds.</summary>
internal sealed class CrashRig : IAsyncDisposable
{
    private static readonly (string, string)[] _impatient =
    [
        ("Consumer:ReclaimAfter", "00:00:01"),
        ("Outbox:RetransmitAfter", "00:00:01"),
        ("Payment:GatewayTimeout", "00:00:01"),
    ];

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentBag<RedisProxy> _proxies = [];
    private readonly Dictionary<string, CrashTrap> _traps = new() { ["Payment"] = new(), ["Inventory"] = new() };

    public TwoServices Services { get; private set; } = null!;

    public static async Task<CrashRig> StartAsync()
    {
        var rig = new CrashRig();
        rig.Services = await TwoServices.StartServersAsync(rig.Route, _impatient);
        await rig.Services.StartBothAsync();
        return rig;
    }

    public ServiceProcess Process(string service) => service == "Payment" ? Services.Payment : Services.Inventory;

    public CrashTrap Trap(string service) => _traps[service];

    /// <summary>Everything that the case before has left is gone, under running services.</summary>
    public async Task ForgetAsync()
    {
        await Services.PaymentStore.Server.FlushAllDatabasesAsync();
        await Services.InventoryStore.Server.FlushAllDatabasesAsync();
        await Services.Broker.Server.FlushAllDatabasesAsync();
    }

    /// <summary>Waits until nothing moves any more, and then nothing may be wrong.</summary>
    public async Task AuditAsync(IReadOnlyDictionary<string, string> expected)
    {
        var installation = new Installation(
            Services.InventoryStore.Database, Services.PaymentStore.Database, Services.Broker.Database);

        // Twice in a row: the queues are looked at one after the other, and what moves on may slip past the first look.
        await Eventually.That(
            async () => (string[])[.. await MovingAsync(installation), .. await MovingAsync(installation)],
            Is.Empty,
            _patience);

        var findings = await Invariants.CheckAsync(installation, [.. expected.Keys]);
        Assert.That(findings.Sum(finding => finding.Violations.Count), Is.Zero, Report.Table(findings));
        Assert.Multiple(async () =>
        {
            foreach (var (order, status) in expected)
            {
                Assert.That(await Services.StatusAsync(order), Is.EqualTo(status), order);
            }

            Assert.That(await Services.DeadLettersAsync(), Is.Zero);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        foreach (var proxy in _proxies)
        {
            proxy.Dispose();
        }

        foreach (var trap in _traps.Values)
        {
            trap.Dispose();
        }
    }

    private static async Task<IEnumerable<string>> MovingAsync(Installation installation) =>
        (await Invariants.AtRestAsync(installation)).SelectMany(finding => finding.Violations);

    private string Route(string service, RedisServer server)
    {
        var proxy = new RedisProxy(server.Port, _traps[service]);
        _proxies.Add(proxy);
        return proxy.ConnectionString;
    }
}
