using Shared.Contracts;
using Shared.Redis;
using Shared.Redis.Connections;

namespace Inventory.Api.Products;

/// <summary>Adds the products to the service.</summary>
public static class ProductRegistration
{
    /// <summary>Adds their store and both streams.</summary>
    /// <param name="services">The services of the host.</param>
    public static IServiceCollection AddProducts(this IServiceCollection services) => services
        .AddRights(RedisRole.Store, ProductKeys.Rights)
        .AddSingleton<IProductStore, RedisProductStore>()
        .AddStreamConsumer<OrderCompleted, OrderCompletedHandler>()
        .AddOutboxRelay<RefundOrder>();
}
