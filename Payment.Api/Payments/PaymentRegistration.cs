using Shared.Redis.Settings;

namespace Payment.Api.Payments;

/// <summary>Adds the payment of orders to the service.</summary>
public static class PaymentRegistration
{
    /// <summary>Adds the gateway, and the loop between it and the payment queue.</summary>
    public static IServiceCollection AddPayments(this IServiceCollection services)
    {
        services.AddSettings<PaymentOptions>("Payment");
        services.AddSettings<SimulatorOptions>("Payment:Simulator");
        return services
            .AddSingleton<IPaymentGateway, SimulatedPaymentGateway>()
            .AddSingleton<Cashier>()
            .AddHostedService<PaymentProcessor>();
    }
}
