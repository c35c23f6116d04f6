namespace Chaos;

/// <summary>A service: the stream that it reads, its instances, and the store that they share.</summary>
internal sealed record Service(string Name, string Stream, RedisNode Store, IReadOnlyList<ServiceInstance> Instances)
    : ITarget
{
    public IEnumerable<ITarget> Parts => Instances;
}
