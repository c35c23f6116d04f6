using Testing;

namespace Bench.Floor;

/// <summary>The host of the floor as a process, and a Redis server of its own.</summary>
internal sealed class FloorSite : IAsyncDisposable
{
    private readonly RedisServer _redis;

    private FloorSite(RedisServer redis)
    {
        _redis = redis;
        Service = new(typeof(FloorSite).Assembly, redis.ConnectionString, redis.ConnectionString,
            [(FloorHost.Switch, "on"), ("contentRoot", AppContext.BaseDirectory)]);
    }

    public ServiceProcess Service { get; }

    /// <summary>Starts the server only.</summary>
    public static async Task<FloorSite> StartServerAsync(BenchOptions options) =>
        new(await Site.StartServerAsync(options));

    public Task<Generator> ConnectAsync(IEnumerable<string> productIds) =>
        Generator.ConnectAsync([Service.Client.BaseAddress!], productIds);

    /// <summary>Processor time that each has used so far.</summary>
    public async Task<Cpu> CpuAsync() =>
        new(Service.ProcessorTime, default, await Site.CpuAsync(_redis), Environment.CpuUsage.TotalTime);

    public ValueTask DisposeAsync()
    {
        Service.Dispose();
        return _redis.DisposeAsync();
    }
}
