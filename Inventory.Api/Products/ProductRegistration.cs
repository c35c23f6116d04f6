using Shared.Contracts;
using Shared.Redis;

namespace Inventory.Api.Products;

/// <summary>Adds the products to the service.</summary>
public static class ProductRegistration
{
    /// <summary>Adds their store and both streams.</summary>
    public static IServiceCollection AddProducts(this IServiceCollection services) => services
        .AddRequiredCommands<RedisProductStore>(user: "inventory")
        .AddSingleton<IProductStore, RedisProductStore>()
        .AddStreamConsumer<OrderCompleted, OrderCompletedHandler>()
        .AddOutboxRelay<RefundOrder>();
}
