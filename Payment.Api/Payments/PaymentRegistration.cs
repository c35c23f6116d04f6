namespace Payment.Api.Payments;

/// <summary>Adds the payment of orders to the service.</summary>
public static class PaymentRegistration
{
    /// <summary>Adds the gateway, and the loop between it and the payment queue.</summary>
    public static IServiceCollection AddPayments(this IServiceCollection services)
    {
        services.AddOptions<PaymentOptions>().BindConfiguration("Payment").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SimulatorOptions>()
            .BindConfiguration("Payment:Simulator")
            .ValidateDataAnnotations()
            .ValidateOnStart();
        return services
            .AddSingleton<IPaymentGateway, SimulatedPaymentGateway>()
            .AddSingleton<Cashier>()
            .AddHostedService<PaymentProcessor>();
    }
}
