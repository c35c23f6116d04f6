using Testing;

namespace Bench;

/// <summary>What orders are posted to: the system, or a host of the floor.</summary>
internal interface ITarget
{
    IReadOnlyList<ServiceProcess> Processes { get; }

    /// <summary>Connects to the instances that take orders.</summary>
    Task<Generator> ConnectAsync(IEnumerable<string> productIds);

    /// <summary>Processor time that each has used so far.</summary>
    Task<Cpu> CpuAsync();

    /// <summary>How many of the orders accepted so far are not settled.</summary>
    Task<long> UnsettledAsync();
}
