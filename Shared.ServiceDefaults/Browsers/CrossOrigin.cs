using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shared.ServiceDefaults.OpenApi;

namespace Shared.ServiceDefaults.Browsers;

/// <summary>Lets pages of other origins use the service from a browser: those that <c>Cors:Origins</c> names.</summary>
internal static class CrossOrigin
{
    public static void AddCrossOrigin(this IServiceCollection services, IConfiguration configuration)
    {
        var origins = configuration.GetSection("Cors:Origins").GetChildren().ToList();
        if (origins.Find(origin => !IsOrigin(origin.Value)) is { } wrong)
        {
            throw new InvalidOperationException(
                $"{wrong.Path}: '{wrong.Value}' is no origin, such as http://localhost:3000 or *.");
        }

        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. origins.Select(origin => origin.Value!)])
            .AllowAnyMethod()
            .AllowAnyHeader()
            .WithExposedHeaders([.. ResponseHeaders.Names])));
    }

    // As a browser sends it: scheme, host and port, and nothing behind them.
    private static bool IsOrigin(string? text) => text == "*" ||
        (Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.GetLeftPart(UriPartial.Authority) == text);
}
