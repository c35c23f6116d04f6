using StackExchange.Redis;

namespace Simulation;

/// <summary>A process of one of the services: its loops share memory, and lose it together.</summary>
/// <param name="name">Its name, which begins with that of the service.</param>
/// <param name="store">The service's own Redis.</param>
/// <param name="boot">What the process runs.</param>
internal sealed class ServiceInstance(string name, IDatabase store, Func<IReadOnlyList<Actor>> boot)
{
    public IReadOnlyList<Actor> Actors { get; private set; } = boot();

    public string Name => name;

    public IDatabase Store => store;

    /// <summary>The step before which it is not started again.</summary>
    public long DownUntil { get; private set; }

    /// <summary>Whether it stays away until somebody fetches it.</summary>
    public bool IsAway => DownUntil == Absence.ToTheEnd;

    /// <summary>SIGKILL, and a start with nothing but the servers to remember by.</summary>
    /// <returns>What was on its way to the servers.</returns>
    public IReadOnlyList<Command> Restart(long downUntil)
    {
        List<Command> inFlight = [.. Actors.SelectMany(actor => actor.InFlight)];
        foreach (var actor in Actors)
        {
            actor.Die();
        }

        (Actors, DownUntil) = (boot(), downUntil);
        return inFlight;
    }

    /// <summary>Lets it run again.</summary>
    public void Return() => DownUntil = 0;
}
