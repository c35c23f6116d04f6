using System.Globalization;
using System.Runtime.InteropServices;

namespace Load;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var gigabytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        return string.Create(CultureInfo.InvariantCulture, $"""
            {Environment.ProcessorCount} cores{Read("/proc/cpuinfo", "model name")}, {gigabytes} GB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}
            load average before{Read("/proc/loadavg", "")}
            """);
    }

    // The first line that begins so; empty where the system has no such file.
    private static string Read(string file, string name) =>
        File.Exists(file) && File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? $": {line[name.Length..].Trim('\t', ':', ' ')}"
            : "";
}
