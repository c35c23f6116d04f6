using StackExchange.Redis;

namespace Chaos;

/// <summary>Where a service keeps what it knows: one Redis, or several of which one stands in for another.</summary>
internal interface IStore : ITarget, IAsyncDisposable
{
    /// <summary>What the services are told, once it is started; where that is possible, a link to it.</summary>
    string ConnectionString { get; }

    /// <summary>Past all links.</summary>
    IDatabase Database { get; }

    Task StartAsync(CancellationToken stop);

    /// <summary>Takes every fault away, and starts what does not run.</summary>
    /// <exception cref="TimeoutException">It is not as it was.</exception>
    Task HealAsync(CancellationToken stop);
}
