using Inventory.Api.Products;
using Shared.Contracts;
using StackExchange.Redis;

namespace Simulation;

/// <summary>What befalls the servers, the clocks and the provider.</summary>
internal sealed class Chaos(
    Servers servers, Clocks clocks, Gateway gateway, Garbage garbage, Random random, Tally tally)
{
    // Allowed without memory, so that a product never is missing instead.
    private const string HideProduct = """
        #!lua flags=allow-oom
        if redis.call('RENAMENX', KEYS[1], KEYS[2]) == 1 then
          redis.call('SET', KEYS[1], 'unreadable')
        end
        """;

    private static readonly (string Stream, string Group)[] _groups =
    [
        (OrderCompleted.Stream, OrderCompleted.Group),
        (OrderCompleted.Stream, MailHandler.Group),
        (RefundOrder.Stream, RefundOrder.Group),
    ];

    private readonly List<(long Until, Func<Task> EndAsync)> _lasting = [];
    private bool _hasSnapshot;

    private IDatabase Broker => servers.Broker;

    /// <summary>One misfortune.</summary>
    public async Task StrikeAsync(long step)
    {
        var (stream, group) = _groups[random.Next(_groups.Length)];
        var fault = (Fault)random.Next((int)Fault.BrokerRollback, (int)Fault.GatewayHangs + 1);
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
                Fault.ReceiptsDeleted => Broker.KeyDeleteAsync($"{{{stream}}}:receipts:{group}"),
                Fault.MalformedEntry => garbage.AddMalformedAsync(stream),
                Fault.DuplicateEntry => garbage.DuplicateAsync(stream),
                Fault.OversizedEntry => garbage.AddOversizedAsync(stream),
                Fault.NewerOrder => garbage.QueueNewerAsync(),
                Fault.OutOfMemory => RunOutOfMemoryAsync(AnyServer(), step + random.Next(20, 300)),
                Fault.ProductUnreadable => HideProductAsync(step + random.Next(500, 3000)),
                Fault.ClockJump => JumpClock(),
                _ => TroubleGateway(fault, step + random.Next(200, 4000)),
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
        foreach (var over in _lasting.Where(trouble => trouble.Until <= step).ToList())
        {
            _lasting.Remove(over);
            await over.EndAsync();
        }
    }

    /// <summary>
    /// Leaves a server no room for anything that needs memory. What it uses differs from run to run, so that a limit
    /// just above would not replay: the step decides instead which command is the first without room.
    /// </summary>
    public async Task RunOutOfMemoryAsync(IDatabase server, long until)
    {
        await server.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
        _lasting.Add((until, () => server.ExecuteAsync("CONFIG", "SET", "maxmemory", "0")));
    }

    /// <summary>
    /// Does a command and undoes it, as a loss of power does before the answer was sent. An answer leaves a store only
    /// after its write is on disk (<c>appendfsync always</c>), so nothing else can vanish from one.
    /// </summary>
    public static async Task RollBackStoreAsync(IDatabase store, Command command)
    {
        await store.ExecuteAsync("SAVE");
        await command.ExecuteAsync();
        await store.ExecuteAsync("DEBUG", "RELOAD", "NOSAVE");
    }

    private IDatabase AnyServer() => servers.All[random.Next(servers.All.Count)];

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

    // Its orders fail for their own sake, and are dead letters after some time.
    private async Task HideProductAsync(long until)
    {
        var product = ProductKeys.Product($"product-{random.Next(Workload.ProductCount)}");
        RedisKey hidden = $"hidden-{product}";
        await servers.InventoryStore.ScriptEvaluateAsync(HideProduct, [product, hidden]);
        _lasting.Add((until, () => ShowAsync(product, hidden)));
    }

    private async Task ShowAsync(RedisKey product, RedisKey hidden)
    {
        if (await servers.InventoryStore.KeyExistsAsync(hidden))
        {
            await servers.InventoryStore.KeyRenameAsync(hidden, product);
        }
    }

    private Task JumpClock()
    {
        clocks.All[random.Next(clocks.All.Count)].Jump(random);
        return Task.CompletedTask;
    }

    private Task TroubleGateway(Fault trouble, long until)
    {
        gateway.Trouble = trouble;
        _lasting.Add((until, EndTroubleOfGateway));
        return Task.CompletedTask;
    }

    private Task EndTroubleOfGateway()
    {
        gateway.Trouble = null;
        return Task.CompletedTask;
    }
}
