using System.Runtime.InteropServices;
using Chaos;

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true; // The run ends what it started, then itself.
    stop.Cancel();
}

using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var summary = await new ChaosRun(ChaosOptions.Parse(args), Console.Out).RunAsync(stop.Token);
    Console.Write(summary);
    return summary.Passed ? 0 : 1;
}
catch (FormatException problem)
{
    Console.Error.WriteLine($"{problem.Message}\n\n{ChaosOptions.Usage}");
    return 2;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Broken off.");
    return 1;
}
