using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Floor;

/// <summary>MVC as it comes, with <see cref="BareController"/> and nothing of the services.</summary>
internal static class BareMvc
{
    public static async Task RunAsync(WebApplicationBuilder builder)
    {
        await builder.AddBareRedisAsync();
        builder.Services.AddControllers().UseOnly<BareController>();
        await using var app = builder.Build();
        app.MapControllers();
        await app.RunAsync();
    }
}
