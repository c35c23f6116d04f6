namespace Shared.Redis;

/// <summary>Something that can make a service unfit for requests until somebody looks after it.</summary>
public interface IHealthHazard
{
    /// <summary>
    /// Why requests should go elsewhere, or <see langword="null"/>. Each probe reads it, so it is remembered and not
    /// asked of Redis.
    /// </summary>
    string? Hazard { get; }
}
