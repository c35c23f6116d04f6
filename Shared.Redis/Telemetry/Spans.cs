using System.Diagnostics;
using Shared.Redis.Streams;
using StackExchange.Redis;

namespace Shared.Redis.Telemetry;

/// <summary>
/// Spans of work whose cause is written down, as it lies in another process or was over long ago. The attributes are
/// those of OpenTelemetry's semantic conventions for messaging.
/// </summary>
public static class Spans
{
    private const string TraceParent = "traceparent";

    /// <summary>Begins a span.</summary>
    /// <param name="traceParent">
    /// What caused it, as W3C Trace Context writes it. Anything else begins a new trace.
    /// </param>
    /// <returns>The span, or <see langword="null"/> while nobody listens.</returns>
    public static Activity? Start(this ActivitySource source, string name, ActivityKind kind, string? traceParent) =>
        source.StartActivity(name, kind, Parse(traceParent));

    /// <summary>Says that what the span is about went wrong.</summary>
    public static void Fail(this Activity span, Exception fault) =>
        span.SetStatus(ActivityStatusCode.Error, fault.Message).SetTag("error.type", fault.GetType().FullName);

    /// <summary>The span of handling an entry.</summary>
    internal static Activity? Process(string stream, string group, RedisValue entry, NameValueEntry[] fields)
    {
        var span = RedisInstruments.Source.HasListeners()
            ? RedisInstruments.Source.Start($"process {stream}", ActivityKind.Consumer, fields.Find(TraceParent))
            : null;
        if (span is { IsAllDataRequested: true })
        {
            Describe(span, stream, "process");
            span.SetTag("messaging.consumer.group.name", group).SetTag("messaging.message.id", entry.ToString());
        }

        return span;
    }

    /// <summary>
    /// The span of publishing a row, only within a trace that is recorded. No other span hangs below it: the entry
    /// keeps the cause that its row has, so that each publication of a row is a span beside that of its handling.
    /// </summary>
    internal static Activity? Send(string stream, NameValueEntry[] fields)
    {
        if (!RedisInstruments.Source.HasListeners()
            || (string?)fields.Find(TraceParent) is not { } cause
            || !Parse(cause).TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
            || RedisInstruments.Source.Start($"send {stream}", ActivityKind.Producer, cause) is not { } span)
        {
            return null;
        }

        Describe(span, stream, "send");
        return span;
    }

    private static void Describe(Activity span, string stream, string operation) => span
        .SetTag("messaging.system", "redis")
        .SetTag("messaging.destination.name", stream)
        .SetTag("messaging.operation.name", operation)
        .SetTag("messaging.operation.type", operation);

    private static ActivityContext Parse(string? traceParent) =>
        ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var context) ? context : default;
}
