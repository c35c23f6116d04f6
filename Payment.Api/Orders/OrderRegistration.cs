using Shared.Contracts;
using Shared.Redis;
using Shared.Redis.Publishing;
using Shared.Redis.Settings;
using StackExchange.Redis;

namespace Payment.Api.Orders;

/// <summary>Adds the orders to the service.</summary>
public static class OrderRegistration
{
    /// <summary>Adds their store, their payment queue, what waits for their changes, and both streams.</summary>
    public static IServiceCollection AddOrders(this IServiceCollection services)
    {
        services.AddSettings<OrderOptions>("Payment");
        return services
            .AddKeyShapes(OrderKeys.Payments, RedisType.SortedSet)
            .AddRequiredCommands<RedisOrderStore>(user: "payment")
            .AddSingleton<IOrderStore, RedisOrderStore>()
            .AddSingleton<OrderWatch>()
            .AddHostedService(provider => provider.GetRequiredService<OrderWatch>())
            .AddSingleton<PaymentQueue>()
            .AddHostedService<PaymentRequeuer>()
            .AddStation<PaymentQueueDepth>()
            .AddOutboxRelay<OrderCompleted>()
            .AddStreamConsumer<RefundOrder, RefundOrderHandler>()
            .AddSingleton<IVerdictHandler<OrderCompleted>, VerdictHandler>();
    }
}
