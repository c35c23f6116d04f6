using System.Reflection;
using Chaos.Clocks;
using Testing;

namespace Chaos;

/// <summary>One of the instances of a service: a process, and its links to the broker and to its store.</summary>
internal sealed class ServiceInstance : ITarget, IDisposable
{
    private static readonly TimeSpan _startTime = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;
    private readonly IStore _store;
    private readonly Link? _storeLink;
    private readonly string[] _arguments;
    private readonly string _address = $"http://127.0.0.1:{Ports.Free()}";

    public ServiceInstance(
        ChildProcess process, Assembly service, IStore store, RedisNode broker, IEnumerable<string> settings)
    {
        (_process, _store) = (process, store);
        _storeLink = store is RedisNode node ? new Link($"{Name}-store", node.Port) : null;
        Broker = new Link($"{Name}-broker", broker.Port);
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri(_address),
            Timeout = TimeSpan.FromSeconds(4),
        };
        _arguments =
        [
            service.Location, "--urls", _address,
            "--Redis:Broker", Broker.ConnectionString,
            "--Logging:LogLevel:Microsoft.AspNetCore", "Warning",
            "--Logging:Console:FormatterName", "simple",
            "--Logging:Console:FormatterOptions:TimestampFormat", "HH:mm:ss.fff ",
            "--Consumer:Name", Name, .. settings,
        ];
    }

    public string Name => _process.Name;

    public Clock Clock => _process.Clock;

    public Link Broker { get; }

    /// <summary>None to a store of several servers, where clients learn the addresses of all.</summary>
    public IReadOnlyList<Link> Links => _storeLink is null ? [Broker] : [_storeLink, Broker];

    public HttpClient Client { get; }

    /// <summary>Whether the run expects the process to be there.</summary>
    public bool ShouldRun { get; private set; }

    public bool Runs => _process.Runs;

    /// <summary>Starts the process, with other settings than usual if any are given, until it answers.</summary>
    public async Task StartAsync(CancellationToken stop, params string[] settings)
    {
        foreach (var link in Links)
        {
            link.Listen();
        }

        if (!_process.Runs)
        {
            var store = _storeLink?.ConnectionString ?? _store.ConnectionString;
            _process.Start("dotnet", [.. _arguments, "--Redis:Store", store, .. settings]);
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

    /// <summary>Takes every fault away; whether it runs is left as it is.</summary>
    public void Heal()
    {
        foreach (var link in Links)
        {
            link.Heal();
        }

        Clock.Set(TimeSpan.Zero);
        Thaw();
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
        foreach (var link in Links)
        {
            link.Dispose();
        }

        Client.Dispose();
    }
}
