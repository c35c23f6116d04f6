using Shared.Redis.Consuming;

namespace Chaos;

/// <summary>A service: what it reads, its instances, and the store that they share.</summary>
internal sealed record Service(
    string Name, Subscription Subscription, IStore Store, IReadOnlyList<ServiceInstance> Instances)
    : ITarget
{
    public IEnumerable<ITarget> Parts => Instances;
}
