using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Publishing;
using StackExchange.Redis;

namespace Shared.Redis.Tests.Publishing;

/// <summary>An outbox, a broker, and as many relays as a test wants, driven by single iterations.</summary>
public abstract class RelayFixture : RedisFixture
{
    protected static readonly Bucket Seven = new(7);

    private readonly List<Outbox<Note>> _outboxes = [];
    private readonly List<OutboxRelay<Note>> _relays = [];

    /// <summary>How long a row waits for its receipt at first: longer than a test, unless it says otherwise.</summary>
    protected TimeSpan FirstWait { get; set; }

    [SetUp]
    public void WaitLong() => FirstWait = TimeSpan.FromMinutes(1);

    [TearDown]
    public void DisposeRelays()
    {
        _relays.ForEach(relay => relay.Dispose());
        _outboxes.ForEach(outbox => outbox.Dispose());
        _relays.Clear();
        _outboxes.Clear();
    }

    /// <summary>Another instance of the service's relay.</summary>
    protected OutboxRelay<Note> Relay(
        Confirmation confirmation = Confirmation.Receipt,
        RedisConnections? redis = null,
        TimeProvider? clock = null,
        string[]? groups = null,
        IVerdictHandler<Note>? verdicts = null)
    {
        var outbox = new Outbox<Note>(redis ?? Redis, clock ?? Clock, NullLogger<Outbox<Note>>.Instance);
        var options = new OutboxOptions
        {
            Confirmation = confirmation,
            Groups = [.. groups ?? []],
            RetransmitAfter = FirstWait,
        };
        var relay = new OutboxRelay<Note>(
            outbox,
            redis ?? Redis,
            Options.Create(options),
            clock ?? Clock,
            NullLogger<OutboxRelay<Note>>.Instance,
            verdicts);
        _outboxes.Add(outbox);
        _relays.Add(relay);
        return relay;
    }

    /// <summary>A relay that has looked for overdue rows, and does not look again until the clock goes on.</summary>
    protected async Task<OutboxRelay<Note>> RunningRelayAsync(
        Confirmation confirmation = Confirmation.Receipt, TimeProvider? clock = null)
    {
        var relay = Relay(confirmation: confirmation, clock: clock);
        await PollAsync(relay);
        return relay;
    }

    /// <summary>Lets a relay do what there is to do now.</summary>
    protected static async Task PollAsync(OutboxRelay<Note> relay)
    {
        while (await relay.PollOnceAsync(CancellationToken.None))
        {
        }
    }

    /// <summary>Appends a row, as a script of this process does it.</summary>
    /// <returns>Its token.</returns>
    protected async Task<RedisValue> AppendAsync(string text = "x")
    {
        var id = await Store.Database.StreamAddAsync(Outbox<Note>.Key(Seven), "text", text);
        _outboxes.ForEach(outbox => outbox.Bell.Ring(Seven));
        return $"{Seven}:{id}:{Uri.EscapeDataString(text)}";
    }

    /// <summary>Appends many rows to one bucket.</summary>
    protected Task AppendManyAsync(int count, Bucket bucket) => Store.Database.ScriptEvaluateAsync(
        "for i = 1, ARGV[1] do redis.call('XADD', KEYS[1], '*', 'text', i) end", [Outbox<Note>.Key(bucket)], [count]);

    /// <summary>What has been published so far.</summary>
    protected Task<StreamEntry[]> PublishedAsync() => Broker.Database.StreamRangeAsync(Note.Stream);

    protected async Task<RedisValue[]> PublishedReceiptsAsync() =>
        [.. (await PublishedAsync()).Select(entry => entry["receipt"])];

    /// <summary>How many rows there are.</summary>
    protected async Task<long> RowsAsync() =>
        (await Task.WhenAll(Bucket.All.Select(bucket =>
            Store.Database.StreamLengthAsync(Outbox<Note>.Key(bucket))))).Sum();

    /// <summary>Returns receipts, as a consumer does it.</summary>
    protected Task<long> ReturnAsync(params RedisValue[] tokens) =>
        Broker.Database.ListRightPushAsync(Note.Receipts, tokens);

    /// <summary>Returns receipts, as a consumer of another group does it.</summary>
    protected Task<long> ReturnAsAsync(string group, params RedisValue[] tokens) =>
        Broker.Database.ListRightPushAsync($"{{notes}}:receipts:{group}", tokens);

    /// <summary>Reads what is new, as a consumer whose receipts get lost.</summary>
    protected async Task<StreamEntry[]> ReadAsync(string group = "readers")
    {
        try
        {
            await Broker.Database.StreamCreateConsumerGroupAsync(Note.Stream, group, StreamPosition.Beginning);
        }
        catch (RedisServerException fault) when (fault.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            // The relay has made it.
        }

        return await Broker.Database.StreamReadGroupAsync(Note.Stream, group, "reader", ">");
    }

    /// <summary>
    /// Lets the time of two rounds pass: the first may have begun before the rows were published; at the end of the
    /// second those are overdue whose entries were read, or are gone.
    /// </summary>
    protected async Task PassTwoRoundsAsync(params OutboxRelay<Note>[] relays)
    {
        for (var round = 0; round < 2; round++)
        {
            Clock.Advance(FirstWait);
            await Task.WhenAll(relays.Select(PollAsync));
        }
    }
}
