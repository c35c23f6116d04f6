using System.Runtime.InteropServices;
using Load;
using Load.Floor;

if (args.Contains($"--{FloorHost.Switch}"))
{
    await FloorHost.RunAsync(args);
    return 0;
}

if (args.Contains("--help"))
{
    Console.WriteLine(LoadOptions.Usage);
    return 0;
}

try
{
    var options = LoadOptions.Parse(args);
    var load = File.Exists("/proc/loadavg") ? $", load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]} before" : "";
    Console.WriteLine(
        $"{Environment.ProcessorCount} cores{load}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}\n");

    var table = await Benchmark.RunAsync(options);
    Console.Write(table);
    return table.HasViolations ? 1 : 0;
}
catch (FormatException problem)
{
    Console.Error.WriteLine($"{problem.Message} Try --help.");
    return 2;
}
