using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace Shared.Redis.Connections;

/// <summary>What one Sentinel says.</summary>
/// <param name="Epoch">Grows with each failover: a Sentinel that was cut off may name an older master.</param>
/// <param name="IsFailover">Whether it is about to make another server the master.</param>
/// <param name="Master">The master; none when another will be, but is not yet.</param>
internal sealed record MasterAnswer(long Epoch, bool IsFailover, EndPoint? Master);

/// <summary>One Redis Sentinel, asked about one service.</summary>
internal sealed class Sentinel : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _connection;
    private readonly string _service;

    private Sentinel(ConnectionMultiplexer connection, string service) =>
        (_connection, _service) = (connection, service);

    public static async Task<Sentinel> OpenAsync(EndPoint endpoint, ConfigurationOptions options)
    {
        var configuration = options.Clone();
        (configuration.ServiceName, configuration.CommandMap) = (null, CommandMap.Sentinel);
        (configuration.User, configuration.Password) = (options.SentinelUser, options.SentinelPassword);
        configuration.EndPoints.Clear();
        configuration.EndPoints.Add(endpoint);
        return new Sentinel(await ConnectionMultiplexer.ConnectAsync(configuration), options.ServiceName!);
    }

    /// <summary>Calls when it begins a failover, true, or has ended one.</summary>
    public void OnNews(Action<bool> hear)
    {
        Listen("+failover-state-select-slave", () => hear(true));
        Listen("+switch-master", () => hear(false));

        // Also while it is away: the client subscribes as soon as it is there.
        void Listen(string channel, Action act) => _connection.GetSubscriber().Subscribe(
            RedisChannel.Literal(channel),
            (_, message) =>
            {
                if (message.ToString().Split(' ').Contains(_service))
                {
                    act();
                }
            },
            CommandFlags.FireAndForget);
    }

    /// <summary>Asks who is master.</summary>
    /// <returns>Its answer; <see langword="null"/> when it is away, or knows no such service yet.</returns>
    public async Task<MasterAnswer?> AskAsync()
    {
        try
        {
            var server = _connection.GetServers()[0];
            var master = (await server.SentinelMasterAsync(_service)).ToDictionary();
            var epoch = long.Parse(master["config-epoch"], CultureInfo.InvariantCulture);
            var address = EndPointCollection.TryParse($"{master["ip"]}:{master["port"]}");
            if (!master["flags"].Split(',').Contains("failover_in_progress"))
            {
                return new MasterAnswer(epoch, IsFailover: false, address);
            }

            var next = await server.SentinelGetMasterAddressByNameAsync(_service);
            return new MasterAnswer(epoch, IsFailover: true, Equals(next, address) ? null : next);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            return null; // The others are asked too, and it is again.
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
