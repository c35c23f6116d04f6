namespace Simulation;

/// <summary>
/// Runs everything that the actors do on one thread, one continuation after the other, in the order in which they
/// became ready. What happens next is then decided by the scheduler and by nothing else.
/// </summary>
internal sealed class Turns : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_ready)
        {
            _ready.Enqueue((d, state));
        }
    }

    /// <summary>Does something as an actor would, and all that follows, until every actor waits again.</summary>
    public void Run(Action action)
    {
        var outside = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
            while (Next() is { } turn)
            {
                turn.Callback(turn.State);
            }
        }
        finally
        {
            SetSynchronizationContext(outside);
        }
    }

    private (SendOrPostCallback Callback, object? State)? Next()
    {
        lock (_ready)
        {
            return _ready.TryDequeue(out var turn) ? turn : null;
        }
    }
}
