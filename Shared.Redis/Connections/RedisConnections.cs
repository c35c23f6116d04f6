using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Shared.Redis.Connections;

/// <summary>
/// The connections of one service, opened asynchronously before anything else starts. A service that is started
/// before its Redis runs, says once that it waits, and is connected in the background.
/// </summary>
public sealed class RedisConnections(
    IOptions<RedisOptions> options, IEnumerable<KeyShape> shapes, ILogger<RedisConnections> logger)
    : IRedisServers, IHostedLifecycleService, IAsyncDisposable
{
    /// <summary>Longest time, in milliseconds, that the server may hold a blocking read.</summary>
    public const int BlockMilliseconds = 1000;

    private RedisConnection[] _connections = [];

    /// <inheritdoc/>
    public IDatabase Store => Database(0);

    /// <inheritdoc/>
    public IDatabase Broker => Database(1);

    /// <inheritdoc/>
    public IDatabase Reader => Database(2);

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken) => _connections = await Task.WhenAll(
        OpenAsync(RedisRole.Store, "store"),
        OpenAsync(RedisRole.Broker, "broker"),
        OpenAsync(RedisRole.Broker, "reader", blocks: true));

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in Interlocked.Exchange(ref _connections, []))
        {
            await connection.DisposeAsync();
        }
    }

    private IDatabase Database(int index) => _connections.ElementAtOrDefault(index)?.Database
        ?? throw new InvalidOperationException("The connections are opened when the host starts.");

    private Task<RedisConnection> OpenAsync(RedisRole server, string name, bool blocks = false)
    {
        var (address, password) = server == RedisRole.Store
            ? (options.Value.Store, options.Value.StorePassword)
            : (options.Value.Broker, options.Value.BrokerPassword);
        var configuration = RedisAddress.Parse(address);
        configuration.Password = password ?? configuration.Password;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ReconnectRetryPolicy = new LinearRetry(500); // Shorter than a heartbeat, so at each of them.
        configuration.AsyncTimeout = blocks ? BlockMilliseconds + 2000 : configuration.AsyncTimeout;
        return RedisConnection.OpenAsync(name, configuration, [.. shapes.KeysOn(server)], blocks, logger);
    }
}
