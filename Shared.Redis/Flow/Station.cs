using System.Text.Json.Serialization;

namespace Shared.Redis.Flow;

/// <summary>A place that orders pass, as all instances leave it. What is not known is <see langword="null"/>.</summary>
/// <param name="Name" example="order_completed">Of what it is the queue, the outbox, the consumer or the dead letters.</param>
/// <param name="Kind" example="outbox">What it is.</param>
/// <param name="Waiting" example="1">How many wait there now: of a consumer those not yet read and those not yet acknowledged.</param>
/// <param name="OldestSeconds" example="0.1">For how long the oldest has been there; in a queue, for how long the first has been due. 0 when none waits.</param>
/// <param name="Passed" example="117">How many a queue was given for the first time, an outbox had returned, a consumer acknowledged, since there is their store. Dead letters are not counted.</param>
public sealed record Station(
    string Name,
    StationKind Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Waiting = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? OldestSeconds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Passed = null);
