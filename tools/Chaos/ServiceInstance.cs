using System.Reflection;
using Chaos.Clocks;

namespace Chaos;

/// <summary>One of the instances of a service: a process, and its links to its store and to the broker.</summary>
internal sealed class ServiceInstance : ITarget, IDisposable
{
    private static readonly TimeSpan _startTime = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;
    private readonly string[] _arguments;
    private readonly string _address = $"http://127.0.0.1:{ChildProcess.FreePort()}";

    public ServiceInstance(
        ChildProcess process, Assembly service, RedisNode store, RedisNode broker, IEnumerable<string> settings)
    {
        _process = process;
        Store = new Link($"{Name}-store", store.Port);
        Broker = new Link($"{Name}-broker", broker.Port);
        Client = new HttpClient { BaseAddress = new Uri(_address), Timeout = TimeSpan.FromSeconds(4) };
        _arguments =
        [
            service.Location, "--urls", _address,
            "--Redis:Store", Store.ConnectionString, "--Redis:Broker", Broker.ConnectionString,
            "--Logging:LogLevel:Microsoft.AspNetCore", "Warning",
            "--Logging:Console:FormatterName", "simple",
            "--Logging:Console:FormatterOptions:TimestampFormat", "HH:mm:ss.fff ",
            "--Consumer:Name", Name, .. settings,
        ];
    }

    public string Name => _process.Name;

    public Clock Clock => _process.Clock;

    public Link Store { get; }

    public Link Broker { get; }

    public IReadOnlyList<Link> Links => [Store, Broker];

    public HttpClient Client { get; }

    /// <summary>Whether the run expects the process to be there.</summary>
    public bool ShouldRun { get; private set; }

    public bool Runs => _process.Runs;

    /// <summary>Starts the process, with other settings than usual if any are given, until it answers.</summary>
    public async Task StartAsync(CancellationToken stop, params string[] settings)
    {
        Store.Listen();
        Broker.Listen();
        if (!_process.Runs)
        {
            _process.Start("dotnet", [.. _arguments, .. settings]);
            ShouldRun = true;
        }

        await Patience.UntilAsync($"{Name} answers", _startTime, () => AnswersAsync("/health/live"), stop);
    }

    /// <summary>Whether all is well with it; to serve requests, less is enough.</summary>
    public async Task<bool> IsHealthyAsync()
    {
        try
        {
            return (await Client.GetStringAsync(new Uri("/health/ready", UriKind.Relative)))
                .Contains("\"status\":\"Healthy\"", StringComparison.Ordinal);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    public async Task<bool> AnswersAsync(string path)
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    public void Kill()
    {
        ShouldRun = false;
        _process.Kill();
    }

    public void Freeze() => _process.Freeze();

    public void Thaw() => _process.Thaw();

    /// <summary>Asks the process to end, and ends it the hard way when it does not.</summary>
    /// <returns>The exit code, or <see langword="null"/> when it had to be killed.</returns>
    public async Task<int?> TerminateAsync(TimeSpan within)
    {
        ShouldRun = false;
        var code = await _process.TerminateAsync(within);
        _process.Kill();
        return code;
    }

    public void Dispose()
    {
        ShouldRun = false;
        _process.Dispose();
        Store.Dispose();
        Broker.Dispose();
        Client.Dispose();
    }
}
