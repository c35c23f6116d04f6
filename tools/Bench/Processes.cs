using System.Diagnostics;
using Testing;

namespace Bench;

/// <summary>What several processes use together.</summary>
internal static class Processes
{
    private const double ShareAtRest = 0.005;

    private static readonly TimeSpan _glance = TimeSpan.FromSeconds(5);

    /// <summary>Processor time used so far.</summary>
    public static TimeSpan ProcessorTime(this IEnumerable<ServiceProcess> processes) =>
        processes.Aggregate(TimeSpan.Zero, (sum, process) => sum + process.ProcessorTime);

    /// <summary>
    /// Waits until each uses next to nothing: the runtime goes on compiling for a while after the last request.
    /// </summary>
    public static async Task RestAsync(this IReadOnlyCollection<ServiceProcess> processes, TimeSpan patience)
    {
        var (share, clock) = (1.0, Stopwatch.StartNew());
        while (share > ShareAtRest && clock.Elapsed < patience)
        {
            var (used, start) = (processes.ProcessorTime(), clock.Elapsed);
            await Task.Delay(_glance);
            share = (processes.ProcessorTime() - used) / (clock.Elapsed - start) / processes.Count;
        }
    }
}
