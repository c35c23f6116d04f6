using System.Diagnostics;
using System.Diagnostics.Metrics;
using Payment.Api.Orders;
using Shared.Redis.Telemetry;

namespace Payment.Api.Payments;

/// <summary>What the service tells about payments, under the name of its assembly.</summary>
internal static class PaymentInstruments
{
    private static readonly ActivitySource _source = new(OrderInstruments.Name);

    private static readonly Histogram<double> _gatewayDuration = OrderInstruments.Meter.CreateHistogram(
        "payment.gateway.duration", "s", "Time the gateway took to answer, or was given to.",
        tags: null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
        });

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
}
