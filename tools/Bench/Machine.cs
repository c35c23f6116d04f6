using System.Runtime.InteropServices;

namespace Bench;

/// <summary>What the figures were measured on, and what else it was doing.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var gigabytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        var (system, runtime) = (RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription);
        return FormattableString.Invariant(
            $"{Environment.ProcessorCount} cores{Processor()}, {gigabytes} GB, {system}, {runtime}{Load()}");
    }

    private static string Processor() =>
        Read("/proc/cpuinfo", "model name") is { } line ? $" ({line.Split(':')[1].Trim()})" : "";

    private static string Load() =>
        Read("/proc/loadavg") is { } line ? $", load average {line.Split(' ')[0]} before" : "";

    // Only Linux has such files.
    private static string? Read(string file, string start = "") => File.Exists(file)
        ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))
        : null;
}
