using Testing;

namespace Bench;

/// <summary>How evenly the instances of a service share the work, by the processor time of each.</summary>
internal sealed class Share(Site site)
{
    private readonly TimeSpan[] _inventory = Used(site.Inventory);
    private readonly TimeSpan[] _payment = Used(site.Payment);

    /// <summary>The share of the least busy instance, beside an even share; nothing where there is one.</summary>
    public IEnumerable<Measurement> Measure() => site.Payment.Count == 1
        ? []
        : [Measure("Inventory", _inventory, site.Inventory), Measure("Payment", _payment, site.Payment)];

    private static Measurement Measure(string service, TimeSpan[] before, IReadOnlyList<ServiceProcess> instances)
    {
        var used = Used(instances).Zip(before, (now, then) => (now - then).Ticks).ToList();
        return new($"share of the least busy {service}, %", 100.0 * used.Min() / used.Sum(), 100.0 / used.Count);
    }

    private static TimeSpan[] Used(IEnumerable<ServiceProcess> instances) =>
        [.. instances.Select(instance => instance.ProcessorTime)];
}
