using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Bench.Floor;

/// <summary>One connection to Redis, as its client's documentation has it.</summary>
internal static class BareRedis
{
    public static async Task AddBareRedisAsync(this WebApplicationBuilder builder)
    {
        var redis = await ConnectionMultiplexer.ConnectAsync(builder.Configuration.GetValue<string>("Redis:Store")!);
        builder.Services.AddSingleton<IConnectionMultiplexer>(redis);
    }
}
