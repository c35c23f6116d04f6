using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Extend;

/// <summary>The third service as a process, and what it has told, over all its lives.</summary>
internal sealed partial class Newcomer : IDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private Process? _process;

    /// <summary>The letters that went out, each "order state", in their order.</summary>
    public IReadOnlyList<string> Letters =>
        [.. from line in _lines let letter = Letter().Match(line) where letter.Success select letter.Result("$1 $2")];

    /// <summary>Everything that it said.</summary>
    public string Log => string.Join('\n', _lines);

    public void Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, output) => Keep(output.Data);
        _process.ErrorDataReceived += (_, output) => Keep(output.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>SIGKILL: it has no time for anything.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public void Dispose() => Kill();

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }

    [GeneratedRegex("^Order ([0-9a-f-]{36}) is (\\w+)\\.$")]
    private static partial Regex Letter();
}
