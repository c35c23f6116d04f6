using Shared.Redis.Connections;
using StackExchange.Redis;
using Testing;

namespace Chaos;

/// <summary>A master with what may take its place, and three Sentinels that put it there.</summary>
internal sealed class SentinelStore(string name) : IStore
{
    private RedisSentinels? _sentinels;
    private RedisConnections? _connections;

    public string Name => name;

    public RedisSentinels Sentinels => _sentinels ?? throw new InvalidOperationException("It is not started.");

    public string ConnectionString => Sentinels.ConnectionString;

    /// <summary>Of the master, found as services find it: the client's own way believes one that was replaced.</summary>
    public IDatabase Database => _connections!.Store;

    public async Task StartAsync(CancellationToken stop)
    {
        _sentinels ??= await RedisSentinels.StartAsync();
        var patient = $"{ConnectionString},asyncTimeout=15000";
        _connections ??= await TestConnections.OpenAsync(patient, patient);
    }

    public Task HealAsync(CancellationToken stop) => Patience.WithAsync($"{Name} is whole", Sentinels.HealAsync, stop);

    public async ValueTask DisposeAsync()
    {
        await (_connections?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_sentinels?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
