using Redis.OM;
using Redis.OM.Contracts;
using Shared.Redis.Connections;

namespace Inventory.Search.RedisOm;

/// <summary>Adds the search for products to Inventory.</summary>
public static class SearchRegistration
{
    /// <summary>Adds it. Redis.OM gets the connection that the store has already.</summary>
    public static IServiceCollection AddProductSearch(this IServiceCollection services)
    {
        services.AddMvcCore().AddApplicationPart(typeof(ProductSearchController).Assembly);
        return services
            .AddTransient<IRedisConnection>(provider => new RedisConnectionProvider(
                provider.GetRequiredService<IRedisServers>().Store.Multiplexer).Connection)
            .AddTransient<ProductSearch>();
    }
}
