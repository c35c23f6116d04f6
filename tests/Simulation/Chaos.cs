using Shared.Contracts;
using StackExchange.Redis;

namespace Simulation;

/// <summary>What befalls the servers themselves.</summary>
internal sealed class Chaos(Servers servers, Gateway gateway, Random random, Tally tally)
{
    /// <summary>Marks what the simulation itself made, so that its dead letters are told from others.</summary>
    public const string Mark = "simulated";

    private const string Foreign = "foreign-";

    private static readonly string[] _streams = [OrderCompleted.Stream, RefundOrder.Stream];
    private static readonly string[] _groups = [OrderCompleted.Group, RefundOrder.Group];

    private readonly long[] _outOfMemoryUntil = new long[3];
    private long _gatewayAwayUntil;
    private bool _hasSnapshot;
    private int _made;

    private IDatabase Broker => servers.Broker;

    /// <summary>One misfortune.</summary>
    public async Task StrikeAsync(long step)
    {
        var which = random.Next(2);
        var (stream, group) = (_streams[which], _groups[which]);
        var fault = (Fault)random.Next((int)Fault.BrokerRollback, (int)Fault.GatewayAway + 1);
        tally.Add(fault);
        try
        {
            await (fault switch
            {
                Fault.BrokerRollback => RollBackBrokerAsync(),
                Fault.BrokerFlushed => Broker.ExecuteAsync("FLUSHALL"),
                Fault.StreamDeleted => Broker.KeyDeleteAsync(stream),
                Fault.StreamTrimmed => Broker.StreamTrimAsync(stream, 0),
                Fault.GroupDestroyed => Broker.StreamDeleteConsumerGroupAsync(stream, group),
                Fault.ConsumerDeleted => DeleteConsumerAsync(stream, group),
                Fault.ReceiptsDeleted => Broker.KeyDeleteAsync($"{{{stream}}}:receipts"),
                Fault.MalformedEntry => Broker.StreamAddAsync(stream, Malformed()),
                Fault.DuplicateEntry => DuplicateAsync(stream),
                Fault.OutOfMemory => RunOutOfMemoryAsync(step),
                _ => LoseGatewayAsync(step),
            });
        }
        catch (RedisServerException)
        {
            // No such group or stream, or no memory for it: then that is so.
        }
    }

    /// <summary>Ends what has lasted long enough.</summary>
    public async Task RecoverAsync(long step)
    {
        for (var i = 0; i < _outOfMemoryUntil.Length; i++)
        {
            if (_outOfMemoryUntil[i] > 0 && _outOfMemoryUntil[i] <= step)
            {
                _outOfMemoryUntil[i] = 0;
                await servers.All[i].ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
            }
        }

        gateway.IsAway = _gatewayAwayUntil > step;
    }

    /// <summary>
    /// Does a command and undoes it, as a loss of power does before the answer was sent. Under <c>appendfsync always</c>
    /// an answer leaves only after its write is on disk, so nothing else can vanish from a store.
    /// </summary>
    public static async Task RollBackStoreAsync(IDatabase store, Command command)
    {
        await store.ExecuteAsync("SAVE");
        await command.ExecuteAsync();
        await store.ExecuteAsync("DEBUG", "RELOAD", "NOSAVE");
    }

    /// <summary>Whether a dead letter comes from an entry that was made to be one.</summary>
    public static bool IsExpected(IReadOnlyDictionary<string, string> fields) =>
        fields.ContainsKey(Mark) || fields.GetValueOrDefault("pk", "").StartsWith(Foreign, StringComparison.Ordinal);

    private async Task RollBackBrokerAsync()
    {
        if (_hasSnapshot)
        {
            await Broker.ExecuteAsync("DEBUG", "RELOAD", "NOSAVE");
        }
        else
        {
            await Broker.ExecuteAsync("SAVE");
        }

        _hasSnapshot = !_hasSnapshot;
    }

    private async Task DeleteConsumerAsync(string stream, string group)
    {
        var consumers = await Broker.StreamConsumerInfoAsync(stream, group);
        if (consumers.Length > 0)
        {
            await Broker.StreamDeleteConsumerAsync(stream, group, consumers[random.Next(consumers.Length)].Name);
        }
    }

    private NameValueEntry[] Malformed() => random.Next(4) switch
    {
        0 => [new(Mark, "1"), new("quantity", "1")],
        1 => [new(Mark, "1"), new("pk", new string('x', Limits.IdLength + 1))],
        2 => [new(Mark, "1"), new("pk", ""), new("receipt", "{99}:no-token")],
        _ => [new("pk", $"{Foreign}{_made++}"), new("product_id", "product-0"), new("quantity", "1e20")],
    };

    private async Task DuplicateAsync(string stream)
    {
        var entries = await Broker.StreamRangeAsync(stream);
        if (entries.Length > 0)
        {
            await Broker.StreamAddAsync(stream, entries[random.Next(entries.Length)].Values);
        }
    }

    private async Task RunOutOfMemoryAsync(long step)
    {
        var server = random.Next(_outOfMemoryUntil.Length);
        _outOfMemoryUntil[server] = step + random.Next(20, 300);
        await servers.All[server].ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
    }

    private Task LoseGatewayAsync(long step)
    {
        _gatewayAwayUntil = step + random.Next(200, 4000);
        return Task.CompletedTask;
    }
}
