namespace Simulation;

/// <summary>What can go wrong.</summary>
public enum Fault
{
    /// <summary>A command times out and never reached its server.</summary>
    LostRequest,

    /// <summary>A command times out after it was done.</summary>
    LostReply,

    /// <summary>A command times out and is done long afterwards.</summary>
    LateRequest,

    /// <summary>A process ends in the middle of its work; a part of what it had sent is still done.</summary>
    Kill,

    /// <summary>A loop stands still between two commands, and goes on with what it knew.</summary>
    Pause,

    /// <summary>A request that nobody answers; whether it was done nobody knows.</summary>
    NoAnswer,

    /// <summary>No instance of a service runs.</summary>
    Absence,

    /// <summary>A store loses power: a write whose answer nobody has seen is undone.</summary>
    StoreRollback,

    /// <summary>The broker goes back to an earlier state, as a failover to a lagging replica does.</summary>
    BrokerRollback,
    BrokerFlushed,
    StreamDeleted,
    StreamTrimmed,
    GroupDestroyed,
    ConsumerDeleted,
    ReceiptsDeleted,
    MalformedEntry,
    DuplicateEntry,
    OversizedEntry,

    /// <summary>An order of a newer version is due among the others.</summary>
    NewerOrder,
    OutOfMemory,

    /// <summary>A handler fails for its entry's own sake, until the product can be read again.</summary>
    ProductUnreadable,
    ClockJump,

    /// <summary>Requests to the provider or its answers get lost.</summary>
    GatewayAway,

    /// <summary>Half of them do.</summary>
    GatewayFlaps,

    /// <summary>The provider lets everybody wait.</summary>
    GatewayHangs,
}

/// <summary>How often each of them happened.</summary>
public sealed class Tally
{
    private readonly SortedDictionary<Fault, int> _counts = [];

    public IReadOnlyDictionary<Fault, int> Counts => _counts;

    public void Add(Fault fault, int count = 1) => _counts[fault] = _counts.GetValueOrDefault(fault) + count;

    public void Add(Tally other)
    {
        foreach (var (fault, count) in other.Counts)
        {
            Add(fault, count);
        }
    }

    public override string ToString() => string.Join(' ', _counts.Select(count => $"{count.Key}:{count.Value}"));
}
