using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shared.ServiceDefaults.Access;
using Shared.ServiceDefaults.Browsers;
using Shared.ServiceDefaults.Health;
using Shared.ServiceDefaults.Http;
using Shared.ServiceDefaults.Input;
using Shared.ServiceDefaults.OpenApi;
using Shared.ServiceDefaults.Problems;
using Shared.ServiceDefaults.Telemetry;

namespace Shared.ServiceDefaults;

/// <summary>What every host of this system does in the same way.</summary>
public static class ServiceDefaults
{
    // A file per setting, for example Redis__Store: what is in none of the environment, the command line and the logs.
    private const string SecretsFolder = "/run/secrets";

    /// <summary>Adds controllers, problem details, health checks, telemetry, CORS, access rules, rate limits and the OpenAPI document.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="title">Name of the service in its OpenAPI document.</param>
    /// <param name="description">What it is for, in a sentence.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string title, string description)
    {
        builder.Configuration.AddKeyPerFile(SecretsFolder, optional: true);
        builder.WebHost.ConfigureKestrel(RequestLimits.Set);
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = TimeSpan.FromSeconds(10); // the grace period for what was begun
            host.ServicesStopConcurrently = true;
        });
        builder.Services
            .AddControllers(mvc =>
            {
                mvc.ModelMetadataDetailsProviders.Add(new SystemTextJsonValidationMetadataProvider());
                mvc.Filters.Add<StrictParameters>();
                mvc.Filters.Add<StrictContentType>();
                FieldTexts.AddTo(mvc);
            })
            .AddJsonOptions(json => SetJson(json.JsonSerializerOptions))
            .AddProblems();
        builder.Services.AddHealth();
        builder.Services.AddCrossOrigin(builder.Configuration);
        builder.Services.AddAccess(builder.Configuration);
        builder.Services.AddRateLimits();
        builder.AddTelemetry();
        builder.Services.AddOpenApiDocument(title, description);
        return builder;
    }

    /// <summary>Maps what <see cref="AddServiceDefaults"/> added.</summary>
    /// <param name="app">The application.</param>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseCors();
        app.UseOpenApiDocument();
        app.UseAuthentication();
        app.UseRateLimits(); // Before access is decided, so that guessing is limited too.
        app.UseAuthorization();
        app.MapControllers();
        app.MapTelemetry();
        return app;
    }

    /// <summary>Runs the service until it is asked to stop. Being asked while it still starts is no fault either.</summary>
    /// <param name="app">The application.</param>
    public static async Task RunServiceAsync(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The web server reports a stop before it listens as a start that failed.
        }
    }

    /// <summary>Takes only what is documented: a member that is misspelled or given twice would be lost in silence.</summary>
    private static void SetJson(JsonSerializerOptions json)
    {
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.PropertyNameCaseInsensitive = false;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        json.Converters.Add(new CanonicalDecimalConverter());
    }
}
