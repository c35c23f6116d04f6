using System.Diagnostics;
using System.Reflection;

namespace Testing;

/// <summary>A service that is started as a process of its own and is expected to refuse.</summary>
public static class RefusedStart
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>What it said, a line each, and nothing else.</returns>
    public static async Task<string[]> RunAsync(Assembly service, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [service.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["URLS"] = "http://127.0.0.1:0",
                ["Redis__Store"] = "localhost:1",
                ["Redis__Broker"] = "localhost:1",
            },
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            var (log, said) = (process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
            await process.WaitForExitAsync(deadline.Token);
            Assert.That((process.ExitCode, await log), Is.EqualTo((1, "")), await said);
            return (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            process.Kill();
        }
    }
}
