using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using StackExchange.Redis;

namespace Bench.Floor;

/// <summary>A minimal API as it comes, with the same two endpoints.</summary>
internal static class BareMinimal
{
    public static async Task RunAsync(WebApplicationBuilder builder)
    {
        await builder.AddBareRedisAsync();
        await using var app = builder.Build();
        app.MapGet("/", () => TypedResults.NoContent());
        app.MapPost("/orders", async (BareOrder order, IConnectionMultiplexer redis) =>
            TypedResults.Created(await order.StoreAsync(redis), order));
        await app.RunAsync();
    }
}
