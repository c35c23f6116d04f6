using Payment.Api.Orders;
using Shared.Contracts;
using Shared.Redis.Consuming;
using Shared.Redis.Publishing;
using StackExchange.Redis;

namespace Simulation;

/// <summary>
/// One part of the mechanism taken away, by its settings or from below, to see that the simulation notices.
/// </summary>
internal sealed record Sabotage(string Name, string Description)
{
    public static readonly Sabotage None = new("none", "the system as it is");

    public static readonly IReadOnlyList<Sabotage> All =
    [
        new("delete-on-publish", "an outbox row is deleted once the broker has its entry")
        {
            Outbox = options => options.Confirmation = Confirmation.Publish,
            Confirms = false,
        },
        new("no-retransmission", "a row without a receipt is never published again")
        {
            Outbox = options => options.RetransmitAfter = TimeSpan.FromDays(1),
        },
        new("no-marker", "Inventory does not remember which orders it has decided")
        {
            Edit = ("if known or (paid_at", "if (paid_at"),
        },
        new("ack-before-effect", "an entry is acknowledged before its effect is durable")
        {
            AcknowledgesBeforeEffect = true,
            Confirms = false,
        },
        new("lost-claim", "a claim takes the payment out of the queue, and nobody looks for it")
        {
            LosesClaims = true,
            WithoutRequeuer = true,
        },
        new("impatient-marks", "a mark is taken as read at once")
        {
            Edit = ("last and last[1] or '0-0', read}", "last and last[1] or '0-0', last and last[1] or '0-0'}"),
        },
        new("believed-leases", "a due time is believed however far ahead it lies")
        {
            Edit = ("now + farthest", "now + 1e14"),
        },
        new("process-clocks", "due times and ages are by the clock of the process that asks")
        {
            BelievesProcesses = true,
        },
        new("age-before-marker", "an order's age is asked before whether it was decided")
        {
            Edit = ("{0, known or 'expired'}", "{0, paid_at and paid_at < oldest and 'expired' or known}"),
        },
        new("finishing-needs-memory", "what finishes an order needs memory")
        {
            Edit = ("#!lua flags=allow-oom", "#!lua"),
        },
        new("batch-of-orders", "an order that cannot be read ends the batch") { ReadsBatches = true },
        new("dropped-letters", "dead letters are dropped at their bound")
        {
            Edit = ("made_room == 0 and letter[2][4] == empty", "made_room == 0"),
        },
        new("letters-deleted-first", "a dead letter is deleted before it is handled again")
        {
            DeletesLettersFirst = true,
        },
        new("other-group-releases", "a receipt of one group releases a row that others still wait for")
        {
            Edit = ("#redis.call('XRANGE', outbox, row, row) == 0", "true"),
        },
        new("endless-backlog", "entries are kept for ever for a group that nobody waits for")
        {
            Edit = ("redis.call('XLEN', stream) - most", "redis.call('XLEN', stream) - 1e9"),
        },
        new("any-receipt-confirms", "a receipt confirms its order, whatever the verdict")
        {
            Verdicts = verdicts => new BlindVerdicts(verdicts),
        },
        new("late-verdicts", "a row leaves the outbox before its order is confirmed")
        {
            Verdicts = verdicts => new LateVerdicts(verdicts),
        },
    ];

    public Action<OutboxOptions> Outbox { get; private init; } = _ => { };

    public Func<VerdictHandler, IVerdictHandler<OrderCompleted>> Verdicts { get; private init; } = verdicts => verdicts;

    /// <summary>Whether what Inventory decides still comes back.</summary>
    public bool Confirms { get; private init; } = true;

    public bool AcknowledgesBeforeEffect { get; private init; }

    public bool WithoutRequeuer { get; private init; }

    public bool BelievesProcesses { get; private init; }

    /// <summary>What scripts say, and what they are to say instead.</summary>
    internal (string Text, string Instead) Edit { get; private init; } = ("#!lua", "#!lua");

    private bool LosesClaims { get; init; }

    private bool ReadsBatches { get; init; }

    private bool DeletesLettersFirst { get; init; }

    /// <summary>The sabotage of a name, if there is one.</summary>
    public static Sabotage? Find(string name) => All.Append(None).FirstOrDefault(sabotage => sabotage.Name == name);

    /// <summary>The text of a script as it is to run.</summary>
    public string Change(string script) => script.Replace(Edit.Text, Edit.Instead, StringComparison.Ordinal);

    /// <summary>Interferes after a command was done.</summary>
    public async Task AfterAsync(IDatabase server, object?[] arguments, object? answer)
    {
        switch (arguments)
        {
            case [string, RedisKey[] { Length: 1 } keys, ..] when Is(keys[0], "payments:"):
                await AfterClaimAsync(server, keys[0], (RedisValue[])((RedisResult)answer!)!);
                break;
            case [RedisKey letters, RedisValue { IsNull: false } id, ..]
                when DeletesLettersFirst && answer is StreamEntry[] && Is(letters, "dead-letters:"):
                await server.StreamDeleteAsync(letters, [id]);
                break;
        }
    }

    private async Task AfterClaimAsync(IDatabase server, RedisKey payments, RedisValue[] claimed)
    {
        if (LosesClaims)
        {
            await server.SortedSetRemoveAsync(payments, claimed);
        }

        if (ReadsBatches && claimed.Any(id => Garbage.IsNewer(id.ToString())))
        {
            throw new FormatException("There is an order that cannot be read.");
        }
    }

    private static bool Is(RedisKey key, string prefix) => key.ToString().StartsWith(prefix, StringComparison.Ordinal);
}

/// <summary>Says that a message is handled and begins later; what is left when its process ends is forgotten.</summary>
internal sealed class HastyHandler<TMessage>(IStreamHandler<TMessage> handler) : IStreamHandler<TMessage>
{
    private readonly Queue<TMessage> _later = new();

    public Task<string?> HandleAsync(TMessage message, CancellationToken cancellationToken)
    {
        _later.Enqueue(message);
        return Task.FromResult<string?>(null);
    }

    public async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        if (!_later.TryPeek(out var message))
        {
            return false;
        }

        try
        {
            await handler.HandleAsync(message, cancellationToken);
        }
        catch (RedisServerException)
        {
            return false; // Tried again when it fails: only the order of effect and acknowledgement is wrong.
        }
        catch (DeadLetterException)
        {
            // As little is to be done about it as when it is acknowledged last.
        }

        _later.Dequeue();
        return true;
    }
}

/// <summary>Takes every receipt for a good one.</summary>
internal sealed class BlindVerdicts(VerdictHandler verdicts) : IVerdictHandler<OrderCompleted>
{
    public Task HandleAsync(IReadOnlyList<Receipt> receipts) =>
        verdicts.HandleAsync([.. receipts.Select(receipt => receipt with { Verdict = "reserved" })]);
}

/// <summary>Handles receipts when others come: their rows are gone by then, and the process may end before.</summary>
internal sealed class LateVerdicts(VerdictHandler verdicts) : IVerdictHandler<OrderCompleted>
{
    private IReadOnlyList<Receipt> _last = [];

    public async Task HandleAsync(IReadOnlyList<Receipt> receipts)
    {
        var last = _last;
        _last = receipts;
        await verdicts.HandleAsync(last);
    }
}
