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
        Fault.On("kill", site.Present, KillAsync),
        Fault.On("zombie", site.Present, FreezeAsync),
        Fault.On("terminate", site.Present, TerminateAsync),
        Fault.On("same-name", site.PresentServices.Select(service => service.Instances[1]), ShareNameAsync),
        Fault.On("absence", site.PresentServices, LeaveAsync),
        Fault.On("mail-absence", [site.Mail], LeaveAsync),
    ];

    private static async Task KillAsync(ServiceInstance instance, Strike strike)
    {
        instance.Kill();
        await strike.LastAsync(0, 3);
        await instance.StartAsync(strike.Stop);
    }

    /// <summary>Longer than the lease of a payment and of an entry: others do its work.</summary>
    private static async Task FreezeAsync(ServiceInstance instance, Strike strike)
    {
        instance.Freeze();
        await strike.LastAsync(7.5, 10);
        instance.Thaw();
    }

    /// <summary>A service that is gone for long: the other goes on alone, and what is meant for it piles up.</summary>
    private static async Task LeaveAsync(Service service, Strike strike)
    {
        foreach (var instance in service.Instances)
        {
            instance.Kill();
        }

        await strike.LastAsync(15, 25);
        await Task.WhenAll(service.Instances.Select(instance => instance.StartAsync(strike.Stop)));
    }

    /// <summary>A service that nobody waits for: what it is too late to read is dropped.</summary>
    private static async Task LeaveAsync(MailService mail, Strike strike)
    {
        await mail.DisposeAsync();
        await strike.LastAsync(15, 25);
        await mail.StartAsync(strike.Stop);
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
        var twin = site.Services.First(service => service.Instances.Contains(instance)).Instances[0];
        instance.Kill();
        await instance.StartAsync(strike.Stop, "--Consumer:Name", twin.Name);
        await strike.LastAsync(5, 8);
        instance.Kill();
        await instance.StartAsync(strike.Stop);
    }
}
