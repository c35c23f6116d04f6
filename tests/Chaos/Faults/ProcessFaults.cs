using Audit;

namespace Chaos.Faults;

/// <summary>What happens to the processes of the services.</summary>
internal sealed class ProcessFaults(Site site)
{
    private static readonly TimeSpan _gracePeriod = TimeSpan.FromSeconds(10);

    private readonly List<string> _badExits = [];
    private int _terminated;

    /// <summary>Whether the instances that were told to stop did so properly.</summary>
    public Finding GracefulStops => new("SIGTERM ends an instance within 10 s, exit code 0", _terminated, _badExits);

    public IEnumerable<Fault> All() =>
    [
        Fault.On("kill", site.Instances, KillAsync),
        Fault.On("zombie", site.Instances, FreezeAsync),
        Fault.On("terminate", site.Instances, TerminateAsync),
        Fault.On("same-name", [site.Inventory[1], site.Payment[1]], ShareNameAsync),
    ];

    private static async Task KillAsync(ServiceInstance instance, Strike strike)
    {
        instance.Kill();
        await strike.LastAsync(0, 3);
        await instance.StartAsync(strike.Stop);
    }

    /// <summary>Longer than the lease of a payment and the time after which entries are claimed: others do its work meanwhile.</summary>
    private static async Task FreezeAsync(ServiceInstance instance, Strike strike)
    {
        instance.Freeze();
        await strike.LastAsync(7.5, 10);
        instance.Thaw();
    }

    private async Task TerminateAsync(ServiceInstance instance, Strike strike)
    {
        Interlocked.Increment(ref _terminated);
        var code = await instance.TerminateAsync(_gracePeriod);
        if (code != 0)
        {
            lock (_badExits)
            {
                _badExits.Add($"{instance.Name} at {DateTime.UtcNow:HH:mm:ss}: {code?.ToString() ?? "still there"}");
            }
        }

        await instance.StartAsync(strike.Stop);
    }

    /// <summary>A mistake that is easily made: two instances under one name in the consumer group.</summary>
    private async Task ShareNameAsync(ServiceInstance instance, Strike strike)
    {
        var twin = site.Inventory.Contains(instance) ? site.Inventory[0] : site.Payment[0];
        instance.Kill();
        await instance.StartAsync(strike.Stop, consumer: twin.Name);
        await strike.LastAsync(5, 8);
        instance.Kill();
        await instance.StartAsync(strike.Stop);
    }
}
