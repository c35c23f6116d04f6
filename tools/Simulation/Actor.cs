namespace Simulation;

/// <summary>One background loop of a service instance, of which the scheduler runs one iteration at a time.</summary>
/// <param name="name">What the trace calls it.</param>
/// <param name="rest">How long the loop waits when it found nothing to do and nobody rings.</param>
/// <param name="poll">One iteration.</param>
/// <param name="ring">What the end of such a wait does, if anything.</param>
internal sealed class Actor(string name, TimeSpan rest, Func<CancellationToken, Task<bool>> poll, Action? ring = null)
{
    private static readonly AsyncLocal<Actor?> _current = new();

    private readonly SortedDictionary<string, Queue<Command>> _wires = new(StringComparer.Ordinal);
    private Task<bool>? _iteration;

    /// <summary>The actor on whose behalf the code that runs now was started.</summary>
    public static Actor Current =>
        _current.Value ?? throw new InvalidOperationException("Only actors use these connections.");

    public string Name => name;

    /// <summary>Whether it waits when there is nothing to do.</summary>
    public bool Rests => rest > TimeSpan.Zero;

    /// <summary>The step before which it does nothing: a garbage collection, a stopped virtual machine.</summary>
    public long PausedUntil { get; set; }

    /// <summary>When an iteration that finds nothing is followed by the next one.</summary>
    public DateTimeOffset Due { get; set; }

    /// <summary>Its process ended: nothing it still does reaches a server, and no answer reaches it.</summary>
    public bool IsDead { get; private set; }

    public bool IsIdle => _iteration is null;

    /// <summary>The next command of each of its connections.</summary>
    public IEnumerable<Command> Heads => _wires.Values.Select(wire => wire.Peek());

    public IEnumerable<Command> InFlight => _wires.Values.SelectMany(wire => wire);

    /// <summary>Begins an iteration; it runs up to the first command that it waits for.</summary>
    public void Start(DateTimeOffset now)
    {
        if (Due + rest <= now)
        {
            ring?.Invoke();
        }

        _iteration = PollAsync();
    }

    /// <summary>Whether the iteration has ended since it was last asked; if so the actor is idle again.</summary>
    /// <param name="now">The time.</param>
    /// <param name="fault">What it threw.</param>
    public bool TryFinish(DateTimeOffset now, out Exception? fault)
    {
        fault = null;
        if (_iteration is not { IsCompleted: true } iteration)
        {
            return false;
        }

        _iteration = null;
        fault = iteration.Exception?.InnerException;
        Due = iteration is { IsCompletedSuccessfully: true, Result: true } ? now : now + (rest / 2);
        return true;
    }

    public void Send(Command command)
    {
        if (IsDead)
        {
            return; // Nobody is left to wait for the answer.
        }

        if (!_wires.TryGetValue(command.Wire, out var wire))
        {
            _wires.Add(command.Wire, wire = new());
        }

        wire.Enqueue(command);
    }

    public void Take(Command head)
    {
        var wire = _wires[head.Wire];
        wire.Dequeue();
        if (wire.Count == 0)
        {
            _wires.Remove(head.Wire);
        }
    }

    public void Die()
    {
        IsDead = true;
        _wires.Clear();
    }

    private async Task<bool> PollAsync()
    {
        _current.Value = this; // An async method, so that this ends with the iteration and not with the simulation.
        return await poll(CancellationToken.None);
    }
}
