using Shared.Redis.Loops;

namespace Shared.Redis.Flow;

/// <summary>A place that orders pass. It is measured now and then, and looked at while somebody watches.</summary>
public interface IStation : IMeasured
{
    /// <summary>The station as long as nothing is known of it.</summary>
    Station Unknown { get; }

    /// <summary>Looks what is there now.</summary>
    Task<Station> LookAsync();
}
