using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Testing;

/// <summary>A service as a process of its own, which can be killed and started again.</summary>
public sealed class ServiceProcess : IDisposable
{
    private readonly ProcessStartInfo _start;
    private Process? _process;

    public ServiceProcess(Assembly service, string store, string broker, (string Name, string Value)[] settings)
    {
        var address = $"http://localhost:{Ports.Free()}";
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(address) };
        // The log goes where it costs nobody anything: a pipe would have to be read here, as fast as it is written.
        _start = new ProcessStartInfo("/bin/sh",
        [
            "-c", "exec dotnet \"$@\" >/dev/null", "dotnet",
            service.Location, "--urls", address, "--preferHostingUrls", "true",
            "--Redis:Store", store, "--Redis:Broker", broker,
            .. settings.SelectMany(setting => new[] { $"--{setting.Name}", setting.Value }),
        ]);
    }

    public HttpClient Client { get; }

    /// <summary>Processor time used since the start.</summary>
    public TimeSpan ProcessorTime => Refreshed().TotalProcessorTime;

    /// <summary>Memory in use, in bytes, as the system counts it (RSS).</summary>
    public long WorkingSet => Refreshed().WorkingSet64;

    /// <summary>Starts the process.</summary>
    public void Launch() => _process = Process.Start(_start)!;

    /// <summary>Starts the process and waits until it answers.</summary>
    public async Task StartAsync()
    {
        Launch();
        await Eventually.That(() => AnswersAsync("/health/live"), Is.True);
    }

    public async Task<bool> AnswersAsync(string path)
    {
        try
        {
            return (await Client.GetAsync(new Uri(path, UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>How the service says that it is: Healthy, Degraded or Unhealthy.</summary>
    public async Task<string> HealthAsync()
    {
        using var answer = await Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["status"]!;
    }

    /// <summary>SIGKILL: the process has no time for anything.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>SIGTERM: the process is asked to end, as an orchestrator does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync(TimeSpan gracePeriod)
    {
        var process = _process!;
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        using var deadline = new CancellationTokenSource(gracePeriod);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"still running {gracePeriod.TotalSeconds} s after SIGTERM");
            throw;
        }
    }

    public void Dispose()
    {
        Kill();
        Client.Dispose();
    }

    private Process Refreshed()
    {
        _process!.Refresh();
        return _process;
    }
}
