using NUnit.Framework;
using Testing;

namespace Bench.Floor;

/// <summary>A host of the floor as a process, and a Redis server of its own.</summary>
internal sealed class FloorSite : ITarget, IAsyncDisposable
{
    private FloorSite(FloorKind kind, RedisServer redis)
    {
        Redis = redis;
        Service = new(typeof(FloorSite).Assembly, redis.ConnectionString, redis.ConnectionString,
            [(FloorHost.Switch, $"{kind}"), .. Site.HostSettings]);
    }

    public ServiceProcess Service { get; }

    public RedisServer Redis { get; }

    public IReadOnlyList<ServiceProcess> Processes => [Service];

    /// <summary>Starts the server only.</summary>
    public static async Task<FloorSite> StartServerAsync(FloorKind kind, BenchOptions options) =>
        new(kind, await Site.StartServerAsync(options));

    /// <summary>Starts the host, and waits until it answers.</summary>
    public Task StartAsync()
    {
        Service.Launch();
        return Eventually.That(() => Service.AnswersAsync("/"), Is.True);
    }

    public Task<Generator> ConnectAsync(IEnumerable<string> productIds) =>
        Generator.ConnectAsync([Service.Client.BaseAddress!], productIds);

    /// <summary>Processor time that each has used so far; the host stands where Payment does.</summary>
    public async Task<Cpu> CpuAsync() => new()
    {
        Payment = Service.ProcessorTime,
        PaymentStore = await Site.CpuAsync(Redis),
        Generator = Environment.CpuUsage.TotalTime,
    };

    /// <summary>None: what is accepted is done.</summary>
    public Task<long> UnsettledAsync() => Task.FromResult(0L);

    public ValueTask DisposeAsync()
    {
        Service.Dispose();
        return Redis.DisposeAsync();
    }
}
