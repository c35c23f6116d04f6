using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Shared.Redis.Loops;
using Shared.Redis.Telemetry;
using Shared.ServiceDefaults.Access;

namespace Shared.ServiceDefaults.Telemetry;

/// <summary>
/// Traces and metrics. Metrics are read at <c>/metrics</c>; both are pushed, and logs with them, where the environment
/// says so by <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.
/// </summary>
internal static class TelemetryRegistration
{
    private const string Meter = "Shared.ServiceDefaults";

    /// <summary>A service's own meter and source are named after its assembly.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var service = builder.Environment.ApplicationName;
        var prometheus = new PrometheusExporter();
        builder.Services.AddSingleton(prometheus);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service).AddEnvironmentVariableDetector()) // wins
            .WithMetrics(metrics => metrics
                .AddMeter(service, RedisInstruments.Name, Meter)
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddReader(new BaseExportingMetricReader(prometheus)))
            .WithTracing(tracing => tracing.AddSource(service, RedisInstruments.Name));
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            // Nothing is recorded, but trace ids still go from service to service and into the logs of both.
            telemetry.WithTracing(tracing => tracing.SetSampler(new AlwaysOffSampler()));
        }
        else
        {
            builder.Services.Configure<OpenTelemetryLoggerOptions>(logs => logs.IncludeFormattedMessage = true);
            telemetry.UseOtlpExporter().WithTracing(tracing =>
                tracing.AddAspNetCoreInstrumentation(http => http.Filter = IsOfInterest));
        }
    }

    public static void MapTelemetry(this WebApplication app)
    {
        var loops = app.Services.GetServices<IHostedService>().OfType<PollingService>().ToList();
        app.Services.GetRequiredService<IMeterFactory>().Create(Meter).CreateObservableGauge(
            "loop.age",
            () => loops.Select(Age),
            "s",
            "Time since a background loop last did an iteration without a fault.");
        app.MapGet("/metrics", (PrometheusExporter exporter) =>
                Results.Text(exporter.Scrape(), PrometheusExporter.ContentType))
            .ExcludeFromDescription()
            .RequireAuthorization(Permissions.ReadMetrics)
            .DisableRateLimiting();
    }

    private static Measurement<double> Age(PollingService loop) =>
        new(loop.SinceLastSuccess.TotalSeconds, new KeyValuePair<string, object?>("loop", loop.Name));

    private static bool IsOfInterest(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments("/metrics");
}
