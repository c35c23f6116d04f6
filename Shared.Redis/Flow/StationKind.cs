namespace Shared.Redis.Flow;

/// <summary>What waits at a station, and for what.</summary>
public enum StationKind
{
    /// <summary>Work of the service's own, which waits in its store.</summary>
    Queue,

    /// <summary>Events whose effect is not yet known to be durable on the other side.</summary>
    Outbox,

    /// <summary>Events of the other side that still have to be handled.</summary>
    Consumer,

    /// <summary>Events that could not be handled and wait to be looked at.</summary>
    DeadLetters,
}
