using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Shared.Redis.Connections;

/// <summary>
/// The connections of one service, opened asynchronously before anything else starts. A service that is started
/// before its Redis runs, says once that it waits, and is connected in the background.
/// </summary>
public sealed partial class RedisConnections(IOptions<RedisOptions> options, ILogger<RedisConnections> logger)
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

    private ConnectionMultiplexer? _store;
    private ConnectionMultiplexer? _broker;
    private ConnectionMultiplexer? _reader;

    /// <inheritdoc/>
    public IDatabase Store => Database(_store);

    /// <inheritdoc/>
    public IDatabase Broker => Database(_broker);

    /// <inheritdoc/>
    public IDatabase Reader => Database(_reader);

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _store = await ConnectAsync("store", options.Value.Store);
        _broker = await ConnectAsync("broker", options.Value.Broker);
        _reader = await ConnectAsync("reader", $"{options.Value.Broker},asyncTimeout={BlockMilliseconds + 2000}");
    }

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
        foreach (var connection in (ConnectionMultiplexer?[])[_store, _broker, _reader])
        {
            await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private static IDatabase Database(ConnectionMultiplexer? connection) => connection?.GetDatabase()
        ?? throw new InvalidOperationException("The connections are opened when the host starts.");

    private async Task<ConnectionMultiplexer> ConnectAsync(string role, string connectionString)
    {
        var configuration = ConfigurationOptions.Parse($"{Defaults},{connectionString}");
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ReconnectRetryPolicy = new LinearRetry(500); // Shorter than a heartbeat, so at each of them.

        var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        var endpoints = string.Join(", ", configuration.EndPoints.Select(EndPointCollection.ToString));
        var away = 0;
        void Lost()
        {
            if (Interlocked.Exchange(ref away, 1) == 0)
            {
                LogAway(role, endpoints);
            }
        }

        connection.ConnectionFailed += (_, _) => Lost();
        connection.ConnectionRestored += (_, _) =>
        {
            if (Interlocked.Exchange(ref away, 0) == 1)
            {
                LogBack(role, endpoints);
            }
        };
        if (!connection.IsConnected)
        {
            Lost();
        }

        return connection;
    }

    [LoggerMessage(LogLevel.Warning, "Redis ({Role}) at {Endpoints} is away; waiting for it")]
    private partial void LogAway(string role, string endpoints);

    [LoggerMessage(LogLevel.Information, "Redis ({Role}) at {Endpoints} is back")]
    private partial void LogBack(string role, string endpoints);
}
