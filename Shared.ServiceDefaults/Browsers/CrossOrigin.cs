using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shared.Redis.Settings;
using Shared.ServiceDefaults.OpenApi;

namespace Shared.ServiceDefaults.Browsers;

/// <summary>Lets pages of other origins use the service from a browser: those that <c>Cors:Origins</c> names.</summary>
internal static class CrossOrigin
{
    public static void AddCrossOrigin(this IServiceCollection services)
    {
        services.AddSettings<CrossOriginOptions>("Cors");
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<CrossOriginOptions>>((cors, own) =>
            cors.AddDefaultPolicy(policy => policy
                .WithOrigins([.. own.Value.Origins.Select(OriginsAttribute.ToOrigin).OfType<string>()])
                .AllowAnyMethod()
                .AllowAnyHeader()
                .WithExposedHeaders([.. ResponseHeaders.Names])));
    }
}
