using Bench;
using Bench.Floor;

if (args.Contains($"--{FloorHost.Switch}"))
{
    await FloorHost.RunAsync(args);
    return 0;
}

if (args.Contains("--help"))
{
    Console.WriteLine(BenchOptions.Usage);
    return 0;
}

try
{
    var options = BenchOptions.Parse(args);
    Console.WriteLine(Machine.Describe());
    var table = await Benchmark.RunAsync(options);
    Console.Write($"\n{string.Join(' ', ["./bench.sh", .. args])}\n\n{table}");
    return table.HasViolations ? 1 : 0;
}
catch (FormatException problem)
{
    Console.Error.WriteLine($"{problem.Message} Try --help.");
    return 2;
}
catch (Exception fault)
{
    Console.Error.WriteLine(fault); // Caught, so that on the way here everything that was started has been stopped.
    return 1;
}
