using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Shared.ServiceDefaults.Telemetry;

/// <summary>
/// Writes what OpenTelemetry has collected in the text format of Prometheus, version 0.0.4, and names it as the
/// OpenTelemetry specification for Prometheus says. OpenTelemetry's own package for this has no stable version.
/// </summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _scraping = new();
    private string _text = "";

    public Func<int, bool>? Collect { get; set; }

    public string Scrape()
    {
        lock (_scraping)
        {
            Collect!(Timeout.Infinite);
            return _text;
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        // The instance that answers, as a client behind a balancer cannot know it otherwise.
        var instance = ParentProvider.GetResource().Attributes.Select(one => Label(one.Key, one.Value));
        var text = new StringBuilder("# HELP target_info Who tells.\n# TYPE target_info gauge\n");
        WriteLine(text, "target_info", [.. instance], 1);
        foreach (var metric in batch)
        {
            Write(text, metric);
        }

        _text = text.ToString();
        return ExportResult.Success;
    }

    private static void Write(StringBuilder text, Metric metric)
    {
        var isCounter = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
        var isHistogram = metric.MetricType is MetricType.Histogram;
        var name = NameOf(metric.Name, metric.Unit) + (isCounter ? "_total" : "");
        text.Append($"# HELP {name} {metric.Description.Replace("\\", @"\\").Replace("\n", @"\n")}\n");
        text.Append($"# TYPE {name} {(isCounter ? "counter" : isHistogram ? "histogram" : "gauge")}\n");
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (isHistogram)
            {
                WriteHistogram(text, name, point);
            }
            else
            {
                WriteLine(text, name, Labels(point.Tags), ValueOf(metric.MetricType, point));
            }
        }
    }

    private static void WriteHistogram(StringBuilder text, string name, in MetricPoint point)
    {
        var labels = Labels(point.Tags);
        var count = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            WriteLine(text, $"{name}_bucket", [.. labels, $"le=\"{Number(bucket.ExplicitBound)}\""], count);
        }

        WriteLine(text, $"{name}_sum", labels, point.GetHistogramSum());
        WriteLine(text, $"{name}_count", labels, count);
    }

    private static void WriteLine(StringBuilder text, string name, List<string> labels, double value)
    {
        text.Append(name);
        if (labels.Count > 0)
        {
            text.Append('{').AppendJoin(',', labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static double ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private static List<string> Labels(ReadOnlyTagCollection tags)
    {
        var labels = new List<string>(tags.Count);
        foreach (var (key, value) in tags)
        {
            labels.Add(Label(key, value));
        }

        return labels;
    }

    private static string Label(string key, object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return $"{Plain(key)}=\"{text.Replace("\\", @"\\").Replace("\"", "\\\"").Replace("\n", @"\n")}\"";
    }

    private static string NameOf(string name, string unit) => unit switch
    {
        "s" => $"{Plain(name)}_seconds",
        "By" => $"{Plain(name)}_bytes",
        _ => Plain(name), // A unit in braces says what is counted and is no part of the name.
    };

    private static string Plain(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : value.ToString(CultureInfo.InvariantCulture);
}
