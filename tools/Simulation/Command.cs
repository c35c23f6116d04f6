namespace Simulation;

/// <summary>Something that an actor has asked a server for. It happens when the scheduler says so, or never.</summary>
/// <param name="name">What it is, for the trace.</param>
/// <param name="wire">The connection it goes over; what goes over one connection keeps its order.</param>
internal abstract class Command(string name, string wire)
{
    public string Name => name;

    public string Wire => wire;

    /// <summary>Lets the server do it, and keeps the answer.</summary>
    public abstract Task ExecuteAsync();

    /// <summary>Gives the server's answer to whoever waits for it.</summary>
    public abstract void Answer();

    /// <summary>Gives a fault to whoever waits instead.</summary>
    public abstract void Fail(Exception fault);
}

/// <inheritdoc/>
internal sealed class Command<T>(string name, string wire, Func<Task<T>> send) : Command(name, wire)
{
    // Its continuations run where it is completed, on the thread of the simulation: Task.WhenAll would otherwise go on
    // in the thread pool, and the order of events with it.
    private readonly TaskCompletionSource<T> _reply = new();
    private Task<T>? _answer;

    public Task<T> Reply => _reply.Task;

    public override async Task ExecuteAsync()
    {
        _answer = send();
        await ((Task)_answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override void Answer() => _reply.SetFromTask(_answer!);

    public override void Fail(Exception fault) => _reply.SetException(fault);
}
