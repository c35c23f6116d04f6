using System.Diagnostics.Metrics;

namespace Payment.Api.Orders;

/// <summary>What the service tells about its orders, under the name of its assembly.</summary>
internal static class OrderInstruments
{
    /// <summary>Name of the meter and of the source of the spans.</summary>
    public const string Name = "Payment.Api";

    public static readonly Meter Meter = new(Name);

    private static readonly Counter<long> _orders = Meter.CreateCounter<long>(
        "payment.orders", "{order}", "Orders that reached a status.");

    private static readonly Histogram<double> _settleDuration = Meter.CreateHistogram(
        "payment.settle.duration",
        "s",
        "Time from the POST of an order until it was confirmed, or until its money was back.",
        tags: null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
        });

    public static readonly Gauge<long> QueueLength = Meter.CreateGauge<long>(
        "payment.queue.length", "{payment}", "Payments that have to be taken or given back.");

    public static readonly Gauge<double> QueueOverdue = Meter.CreateGauge<double>(
        "payment.queue.overdue", "s", "For how long the first payment of the queue has been due.");

    /// <summary>Counts an order that reached a status.</summary>
    public static void Reached(OrderStatus status) => _orders.Add(1, Tag(status));

    /// <summary>Records how long it took until an order was confirmed, or its money was back.</summary>
    public static void Final(OrderStatus status, TimeSpan sincePost) =>
        _settleDuration.Record(Math.Max(0, sincePost.TotalSeconds), Tag(status)); // A clock may have been put back.

    /// <summary>The status of an order, as metrics are told apart by it.</summary>
    public static KeyValuePair<string, object?> Tag(OrderStatus status) => new("status", status.Text());
}
