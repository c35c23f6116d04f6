using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Shared.Redis;
using Shared.ServiceDefaults;

namespace Bench.Floor;

/// <summary>The services' own host, with nothing in it but <see cref="OwnController"/>.</summary>
internal static class OwnHost
{
    public static Task RunAsync(WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults("Floor", "Accepts an order and does nothing with it.");
        builder.Services.AddRedis();
        builder.Services.AddControllers()
            .UseOnly<OwnController>()
            .AddApplicationPart(typeof(ServiceDefaults).Assembly); // A web project has it by itself.
        var app = builder.Build();
        app.MapServiceDefaults();
        return app.RunServiceAsync();
    }
}
