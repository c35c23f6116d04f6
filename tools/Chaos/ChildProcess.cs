using System.Diagnostics;
using System.Runtime.InteropServices;
using Chaos.Clocks;

namespace Chaos;

/// <summary>A process of the run's own: its output goes to a file, and it never outlives the run.</summary>
internal sealed class ChildProcess(string name, DirectoryInfo folder, string? clockLibrary) : IDisposable
{
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    private readonly Lock _log = new();
    private readonly string _file = Path.Combine(folder.FullName, $"{name}.log");
    private Process? _process;

    public string Name => name;

    /// <summary>What time the process takes it to be.</summary>
    public Clock Clock { get; } = new(Path.Combine(folder.FullName, $"{name}.clock"), clockLibrary);

    public bool Runs => _process is { HasExited: false };

    public void Start(string executable, IEnumerable<string> arguments)
    {
        _process = new Process
        {
            StartInfo = new(executable, arguments)
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        foreach (var (variable, value) in Clock.Environment)
        {
            _process.StartInfo.Environment[variable] = value;
        }

        _process.OutputDataReceived += (_, line) => Log(line.Data);
        _process.ErrorDataReceived += (_, line) => Log(line.Data);
        Log($"--- started {DateTime.UtcNow:HH:mm:ss.fff}");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>SIGKILL: the process has no time for anything.</summary>
    public void Kill()
    {
        if (_process is { HasExited: false } running)
        {
            running.Kill();
            running.WaitForExit();
            Log($"--- killed {DateTime.UtcNow:HH:mm:ss.fff}");
        }
    }

    /// <summary>SIGSTOP: the process stands still, and does not know it when it goes on.</summary>
    public void Freeze() => Signal(SigStop);

    public void Thaw() => Signal(SigCont);

    /// <summary>SIGTERM.</summary>
    /// <returns>The exit code, or <see langword="null"/> when the process is still there after that time.</returns>
    public async Task<int?> TerminateAsync(TimeSpan within)
    {
        Log($"--- told to stop {DateTime.UtcNow:HH:mm:ss.fff}");
        Signal(SigTerm);
        using var timeout = new CancellationTokenSource(within);
        try
        {
            await _process!.WaitForExitAsync(timeout.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        Kill();
        _process?.Dispose();
        Clock.Dispose();
    }

    private void Signal(int signal)
    {
        if (_process is { HasExited: false } running)
        {
            _ = SendSignal(running.Id, signal);
        }
    }

    private void Log(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                File.AppendAllText(_file, line + '\n');
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int processId, int signal);
}
