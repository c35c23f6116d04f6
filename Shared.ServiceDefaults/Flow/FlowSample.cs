using Shared.Redis.Flow;
using Shared.ServiceDefaults.Health;

namespace Shared.ServiceDefaults.Flow;

/// <summary>How orders flow through a service.</summary>
/// <param name="Service" example="payment">The service.</param>
/// <param name="Instance" example="payment-1">The instance that answers: its <c>Consumer:Name</c>.</param>
/// <param name="At" example="2026-11-18T10:26:40.250Z">When it looked.</param>
/// <param name="Stations">What orders pass here, in that order, and behind it the dead letters. The figures are those of all instances; those of a Redis that is away are null.</param>
/// <param name="Loops">The background loops of the instance.</param>
/// <param name="Health">How the instance is, as <c>/health/ready</c> says it.</param>
public sealed record FlowSample(
    string Service,
    string Instance,
    DateTimeOffset At,
    IReadOnlyList<Station> Stations,
    IReadOnlyList<LoopAge> Loops,
    ServiceHealth Health);
