using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Testing.Contracts;

/// <summary>What every service tells about itself: its metrics, and its name.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract partial class TelemetryContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    [Test]
    public async Task Metrics_are_in_the_text_format_of_Prometheus()
    {
        (await Client.GetAsync(Path)).Dispose();
        using var answer = await Client.GetAsync("/metrics");

        var text = await answer.Content.ReadAsStringAsync();
        Assert.That($"{answer.Content.Headers.ContentType}", Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
        Assert.That(text, Does.EndWith("\n"));
        Assert.That(text.TrimEnd('\n').Split('\n'), Is.All.Matches<string>(line =>
            line!.StartsWith('#') ? Comment().IsMatch(line) : Sample().IsMatch(line)));
        Assert.That(text, Does.Contain("http_server_request_duration_seconds_bucket{")
            .And.Contain("dotnet_process_memory_working_set_bytes ")
            .And.Contain("loop_age_seconds{loop=\"Sampler\"} "));
    }

    [TestCase("OTEL_SERVICE_NAME", "shop", "service.name", "shop")]
    [TestCase("OTEL_RESOURCE_ATTRIBUTES", "service.name=shop,service.version=7", "service.name", "shop")]
    [TestCase("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=trial", "deployment.environment.name", "trial")]
    public async Task The_environment_says_what_the_service_is_called(
        string variable, string value, string attribute, string expected)
    {
        await using var host = new ServiceHost<TController>(
            Store.ConnectionString, Broker.ConnectionString, new() { [variable] = value });

        Assert.That(AttributesOf(host)[attribute], Is.EqualTo(expected));
    }

    [Test]
    public async Task A_service_that_nobody_has_named_is_called_by_its_assembly()
    {
        await using var host = new ServiceHost<TController>(Store.ConnectionString, Broker.ConnectionString);

        Assert.That(
            AttributesOf(host)["service.name"], Is.EqualTo(typeof(TController).Assembly.GetName().Name));
    }

    [Test]
    public async Task Values_of_labels_are_escaped()
    {
        using var meter = new Meter(typeof(TController).Assembly.GetName().Name!);
        meter.CreateCounter<long>("test.hostile")
            .Add(7, new KeyValuePair<string, object?>("a-b", "quote\" slash\\ line\n"));

        Assert.That(
            await Client.GetStringAsync("/metrics"),
            Does.Contain("\ntest_hostile_total{a_b=\"quote\\\" slash\\\\ line\\n\"} 7\n"));
    }

    [Test]
    public async Task The_buckets_of_a_histogram_count_all_that_is_below()
    {
        using var meter = new Meter(typeof(TController).Assembly.GetName().Name!);
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] };
        var histogram = meter.CreateHistogram("test.duration", "s", description: null, tags: null, advice);
        foreach (var seconds in new[] { 0.25, 0.25, 0.75, 8 })
        {
            histogram.Record(seconds);
        }

        Assert.That(await Client.GetStringAsync("/metrics"), Does.Contain("""
            # TYPE test_duration_seconds histogram
            test_duration_seconds_bucket{le="0.5"} 2
            test_duration_seconds_bucket{le="1"} 3
            test_duration_seconds_bucket{le="+Inf"} 4
            test_duration_seconds_sum 9.25
            test_duration_seconds_count 4
            """));
    }

    private static Dictionary<string, object> AttributesOf(ServiceHost<TController> host) =>
        host.Services.GetRequiredService<MeterProvider>().GetResource().Attributes.ToDictionary();

    [GeneratedRegex("""^# (HELP|TYPE) [a-zA-Z_][a-zA-Z0-9_]* """)]
    private static partial Regex Comment();

    [GeneratedRegex(
        """^[a-zA-Z_][a-zA-Z0-9_]*""" // name
        + """(\{[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*")*\})? """ // labels
        + """(-?[0-9.]+(E[-+]?[0-9]+)?|NaN|\+Inf)$""")] // value
    private static partial Regex Sample();
}
