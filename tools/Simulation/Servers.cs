using Audit;
using Shared.Contracts;
using StackExchange.Redis;
using Testing;

namespace Simulation;

/// <summary>Three real redis-servers, started once and emptied for each seed.</summary>
public sealed class Servers : IAsyncDisposable
{
    // Makes every pending entry older on the server's own clock, which nobody can set. The fractions of a second that
    // really passed are taken off, so that a run is the same on a slow machine. Entries whose payload is gone are left
    // alone, because claiming one removes it.
    private const string Age = """
        local aged = 0
        for _, stream in ipairs(KEYS) do
          if redis.call('TYPE', stream).ok == 'stream' then
            for _, group in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
              for _, entry in ipairs(redis.call('XPENDING', stream, group[2], '-', '+', 100000)) do
                if #redis.call('XRANGE', stream, entry[1], entry[1]) > 0 then
                  redis.call('XCLAIM', stream, group[2], entry[2], 0, entry[1],
                    'IDLE', entry[3] - entry[3] % 1000 + ARGV[1] * 1000, 'RETRYCOUNT', entry[4], 'JUSTID')
                  aged = aged + 1
                end
              end
            end
          end
        end
        return aged
        """;

    /// <summary>Entries that the broker drops together, unless told to be exact.</summary>
    public const int TrimmedAtOnce = 10;

    private readonly RedisServer[] _all;

    private Servers(RedisServer[] all) => _all = all;

    public IReadOnlyList<IDatabase> All => [InventoryStore, PaymentStore, Broker];

    public IDatabase InventoryStore => _all[0].Database;

    public IDatabase PaymentStore => _all[1].Database;

    public IDatabase Broker => _all[2].Database;

    public Installation Installation => new(InventoryStore, PaymentStore, Broker);

    public static async Task<Servers> StartAsync()
    {
        var servers = new Servers(
            await Task.WhenAll(RedisServer.StartAsync(), RedisServer.StartAsync(), RedisServer.StartAsync()));
        await servers.Broker.ExecuteAsync("CONFIG", "SET", "stream-node-max-entries", TrimmedAtOnce);
        return servers;
    }

    public async Task EmptyAsync()
    {
        foreach (var server in All)
        {
            await server.ExecuteAsync("FLUSHALL");
        }
    }

    /// <summary>Lets the time that consumer groups measure pass.</summary>
    public Task AgePendingAsync(int seconds) =>
        Broker.ScriptEvaluateAsync(Age, [OrderCompleted.Stream, RefundOrder.Stream], [seconds]);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _all)
        {
            await server.DisposeAsync();
        }
    }
}
