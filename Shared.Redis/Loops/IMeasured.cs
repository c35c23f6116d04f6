namespace Shared.Redis.Loops;

/// <summary>Something that fills and empties. <see cref="Sampler"/> measures it now and then.</summary>
public interface IMeasured
{
    /// <summary>Measures it and records what was found.</summary>
    Task MeasureAsync();
}
