using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Shared.Redis;
using Shared.ServiceDefaults;

namespace Bench.Floor;

/// <summary>The services' own host, with nothing in it but <see cref="FloorController"/>.</summary>
internal static class FloorHost
{
    /// <summary>Makes this program run the host instead of a benchmark.</summary>
    public const string Switch = "floor";

    public static Task RunAsync(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(arguments);
        builder.AddServiceDefaults("Floor", "Accepts an order and does nothing with it.");
        builder.Services.AddRedis();
        builder.Services.AddControllers()
            .AddApplicationPart(typeof(ServiceDefaults).Assembly); // A web project has it by itself.
        var app = builder.Build();
        app.MapServiceDefaults();
        return app.RunServiceAsync();
    }
}
