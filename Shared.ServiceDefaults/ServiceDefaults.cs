using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shared.ServiceDefaults.Access;
using Shared.ServiceDefaults.Browsers;
using Shared.ServiceDefaults.Console;
using Shared.ServiceDefaults.Flow;
using Shared.ServiceDefaults.Health;
using Shared.ServiceDefaults.Http;
using Shared.ServiceDefaults.Input;
using Shared.ServiceDefaults.OpenApi;
using Shared.ServiceDefaults.Problems;
using Shared.ServiceDefaults.Proxies;
using Shared.ServiceDefaults.Telemetry;

namespace Shared.ServiceDefaults;

/// <summary>What every host of this system does in the same way.</summary>
public static class ServiceDefaults
{
    /// <summary>Adds it; title and description are those of the service in its OpenAPI document.</summary>
    public static WebApplicationBuilder AddServiceDefaults(
        this WebApplicationBuilder builder, string title, string description)
    {
        builder.AddLocalSettings();
        // A file per setting, such as Redis__Store: it is in none of the environment, the command line and the logs.
        builder.Configuration.AddKeyPerFile("/run/secrets", optional: true);
        builder.WebHost.ConfigureKestrel(RequestLimits.Set);
        // Service says in a line what keeps it from starting.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = TimeSpan.FromSeconds(10); // the grace period for what was begun
            host.ServicesStopConcurrently = true;
        });
        builder.Services.AddProxies();
        builder.Services.AddProblems();
        builder.Services.AddControllers().AddStrictInput();
        builder.Services.AddHealth();
        builder.Services.AddFlow(title);
        builder.Services.AddCrossOrigin();
        builder.Services.AddAccess(builder.Configuration);
        builder.Services.AddRateLimits();
        builder.AddTelemetry();
        builder.Services.AddOpenApiDocument(title, description);
        builder.Services.AddConsole();
        return builder;
    }

    /// <summary>Maps what <see cref="AddServiceDefaults"/> added.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        app.UseProxies();
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseCors();
        app.UseOpenApiDocument();
        app.UseAuthentication();
        app.UseRateLimits(); // Before access is decided, so that guessing is limited too.
        app.UseAuthorization();
        app.MapControllers().OpenUnlessTokensAreAskedFor(app);
        app.MapTelemetry();
        app.MapConsole();
        return app;
    }

    /// <summary>Runs the service until it is asked to stop; to be asked while it still starts is no fault.</summary>
    public static async Task RunServiceAsync(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            await app.StartAsync();
            await app.WaitForShutdownAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The web server reports a stop before it listens as a start that failed.
        }
        finally
        {
            await app.StopAsync(); // Also after a start that failed half-way: the loops are told before they are gone.
        }
    }
}
