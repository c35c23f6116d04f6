using Payment.Api.Orders;
using Shared.Redis;
using StackExchange.Redis;

namespace Payment.Api.Payments;

/// <summary>Adds the payment of orders to the service.</summary>
public static class PaymentRegistration
{
    /// <summary>Adds the queue, the gateway and the loop between them.</summary>
    /// <param name="services">The services of the host.</param>
    public static IServiceCollection AddPayments(this IServiceCollection services)
    {
        services.AddOptions<PaymentOptions>().BindConfiguration("Payment").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SimulatorOptions>().BindConfiguration("Payment:Simulator").ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddKeyShapes(OrderKeys.Payments, RedisType.SortedSet)
            .AddRights(RedisRole.Store, OrderKeys.Rights)
            .AddSingleton<PaymentQueue>()
            .AddSingleton<IPaymentGateway, SimulatedPaymentGateway>()
            .AddSingleton<PaymentQueueDepth>()
            .AddSingleton<IMeasured>(provider => provider.GetRequiredService<PaymentQueueDepth>())
            .AddHostedService<PaymentProcessor>()
            .AddHostedService<PaymentRequeuer>();
    }
}
