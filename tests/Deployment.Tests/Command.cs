using System.Diagnostics;

namespace Deployment.Tests;

/// <summary>A command as somebody types it.</summary>
internal static class Command
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>Its exit code, and what it wrote, complaints last.</returns>
    public static (int Code, string Said) Run(
        string folder, string command, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var complaints = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd() + complaints.Result;
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
