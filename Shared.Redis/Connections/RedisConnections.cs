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

    // Whoever waits for an answer over HTTP gets 503 within two seconds. That a command has had its time is noticed by
    // the client's heartbeat, once a second, so a command has less than one. What the operator's own connection string
    // says comes later in the text and wins.
    private const string Defaults =
        "abortConnect=false,connectRetry=1,connectTimeout=2000,asyncTimeout=750,keepAlive=10,tiebreaker=,"
        + "configChannel=,setlib=false";

    private RedisConnection[] _connections = [];

    /// <inheritdoc/>
    public IDatabase Store => Database(0);

    /// <inheritdoc/>
    public IDatabase Broker => Database(1);

    /// <inheritdoc/>
    public IDatabase Reader => Database(2);

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken) => _connections = await Task.WhenAll(
        OpenAsync(RedisRole.Store, "store", options.Value.Store),
        OpenAsync(RedisRole.Broker, "broker", options.Value.Broker),
        OpenAsync(
            RedisRole.Broker,
            "reader",
            $"{options.Value.Broker},asyncTimeout={BlockMilliseconds + 2000}",
            blocks: true));

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

    private Task<RedisConnection> OpenAsync(
        RedisRole server, string name, string connectionString, bool blocks = false)
    {
        var configuration = ConfigurationOptions.Parse($"{Defaults},{connectionString}");
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ReconnectRetryPolicy = new LinearRetry(500); // Shorter than a heartbeat, so at each of them.
        return RedisConnection.OpenAsync(name, configuration, [.. shapes.KeysOn(server)], blocks, logger);
    }
}
