using Testing;

namespace Bench;

/// <summary>What the instances of a service use together.</summary>
internal static class Processes
{
    /// <summary>Processor time used so far.</summary>
    public static TimeSpan ProcessorTime(this IEnumerable<ServiceProcess> instances) =>
        instances.Aggregate(TimeSpan.Zero, (sum, instance) => sum + instance.ProcessorTime);
}
