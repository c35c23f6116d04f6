using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Shared.ServiceDefaults;

/// <summary>What every host of this system does in the same way.</summary>
public static class ServiceDefaults
{
    private const int MaxBodyBytes = 16 * 1024;

    /// <summary>Adds controllers, problem details, health checks, traces, metrics and the OpenAPI document.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="title">Name of the service in its OpenAPI document.</param>
    /// <param name="description">What it is for, in a sentence.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string title, string description)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBodyBytes);
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = TimeSpan.FromSeconds(10); // the grace period for what was begun
            host.ServicesStopConcurrently = true;
        });
        builder.Services
            .AddControllers(mvc => mvc.ModelMetadataDetailsProviders.Add(new SystemTextJsonValidationMetadataProvider()))
            .AddJsonOptions(json =>
            {
                json.JsonSerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
                json.JsonSerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
                json.JsonSerializerOptions.Converters.Add(new CanonicalDecimalConverter());
            })
            .AddProblems();
        builder.Services.AddHealth();
        builder.AddTelemetry();
        builder.Services.AddOpenApiDocument(title, description);
        return builder;
    }

    /// <summary>Maps what <see cref="AddServiceDefaults"/> added.</summary>
    /// <param name="app">The application.</param>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        app.UseProblems();
        app.MapControllers();
        app.MapHealth();
        app.MapTelemetry();
        app.UseOpenApiDocument();
        app.MapGet("/", () => Results.Redirect("/swagger")).ExcludeFromDescription();
        return app;
    }
}
