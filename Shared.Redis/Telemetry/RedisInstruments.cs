using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Shared.Redis.Telemetry;

/// <summary>
/// What the loops of this assembly tell about their work. Nothing here costs anything while nobody listens.
/// </summary>
public static class RedisInstruments
{
    /// <summary>Name of the meter and of the source of the spans.</summary>
    public const string Name = "Shared.Redis";

    internal static readonly ActivitySource Source = new(Name);

    private static readonly Meter _meter = new(Name);

    internal static readonly Counter<long> Republished = _meter.CreateCounter<long>(
        "outbox.republished", "{row}", "Rows that had no receipt in time and were published again.");

    internal static readonly Gauge<long> OutboxRows = _meter.CreateGauge<long>(
        "outbox.rows", "{row}", "Rows whose effect is not yet known to be durable on the other side.");

    internal static readonly Gauge<double> OutboxAge = _meter.CreateGauge<double>(
        "outbox.oldest_age", "s", "Age of the oldest row of the outbox.");

    internal static readonly Gauge<long> Lag = _meter.CreateGauge<long>(
        "consumer.lag", "{entry}", "Entries that the group has still to be given.");

    internal static readonly Gauge<long> Pending = _meter.CreateGauge<long>(
        "consumer.pending", "{entry}", "Entries that the group was given and has not acknowledged.");

    internal static readonly Gauge<long> DeadLetters = _meter.CreateGauge<long>(
        "dead_letters", "{letter}", "Entries that wait to be looked at.");

    internal static readonly Gauge<long> DeadLettersRoom = _meter.CreateGauge<long>(
        "dead_letters.room", "{letter}", "Entries that can be given up until the consumer stops reading.");

    internal static readonly Counter<long> DeadLettersAdded = _meter.CreateCounter<long>(
        "dead_letters.added", "{letter}", "Entries that were given up.");

    internal static readonly Gauge<int> Available = _meter.CreateGauge<int>(
        "redis.available", null, "1 while a server answers, takes writes and allows what is needed, otherwise 0.");

    internal static KeyValuePair<string, object?> Tag(string stream) => new("stream", stream);
}
