using System.Diagnostics;
using System.Diagnostics.Metrics;
using Payment.Api.Orders;
using Shared.Redis.Telemetry;

namespace Payment.Api.Payments;

/// <summary>What the service tells about payments, under the name of its assembly.</summary>
internal static class PaymentInstruments
{
    private static readonly ActivitySource _source = new(OrderInstruments.Name);

    private static readonly Histogram<double> _settleDuration = OrderInstruments.Meter.CreateHistogram(
        "payment.settle.duration",
        "s",
        "Time from the POST of an order until it was paid, or until its money was back.",
        tags: null,
        Buckets(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300));

    private static readonly Histogram<double> _gatewayDuration = OrderInstruments.Meter.CreateHistogram(
        "payment.gateway.duration", "s", "Time the gateway took to answer, or was given to.",
        tags: null, Buckets(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30));

    /// <summary>Records how long it took until an order was paid, or its money was back.</summary>
    public static void Settled(OrderStatus status, TimeSpan sincePost) => _settleDuration.Record(
        Math.Max(0, sincePost.TotalSeconds), OrderInstruments.Tag(status)); // A clock may have been put back.

    /// <summary>Records a call of the gateway.</summary>
    public static void Asked(string operation, bool answered, TimeSpan took) => _gatewayDuration.Record(
        took.TotalSeconds, new("operation", operation), new("outcome", answered ? "answered" : "no_answer"));

    /// <summary>The span of working on a payment, as a part of the request that placed its order.</summary>
    public static Activity? Work(Order order)
    {
        var name = order.Status == OrderStatus.Pending ? "charge order" : "give back order";
        var span = _source.Start(name, ActivityKind.Internal, order.TraceParent);
        return span is { IsAllDataRequested: true } ? span.SetTag("order.id", order.Id) : span;
    }

    private static InstrumentAdvice<double> Buckets(params double[] bounds) =>
        new() { HistogramBucketBoundaries = bounds };
}
