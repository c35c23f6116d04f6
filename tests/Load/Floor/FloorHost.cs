using Microsoft.AspNetCore.Builder;
using Shared.Redis;
using Shared.ServiceDefaults;

namespace Load.Floor;

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
        var app = builder.Build();
        app.MapServiceDefaults();
        return app.RunAsync();
    }
}
