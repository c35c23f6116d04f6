using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shared.Contracts;
using Shared.Redis.Publishing;
using Shared.Redis.Consuming;

namespace Shared.Redis;

/// <summary>Adds Redis, its streams and their background loops to a service.</summary>
public static class RedisRegistration
{
    /// <summary>Adds the connections, which open when the host starts.</summary>
    /// <param name="services">The services of the host.</param>
    public static IServiceCollection AddRedis(this IServiceCollection services)
    {
        AddValidated<RedisOptions>(services, "Redis");
        AddValidated<ConsumerOptions>(services, "Consumer");
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RedisConnections>();
        services.AddHostedService(provider => provider.GetRequiredService<RedisConnections>());
        services.AddSingleton<DeadLetters>();
        return services;
    }

    /// <summary>Subscribes a handler to a stream.</summary>
    /// <typeparam name="TMessage">The message, which knows its stream and group.</typeparam>
    /// <typeparam name="THandler">What handles it.</typeparam>
    /// <param name="services">The services of the host.</param>
    public static IServiceCollection AddStreamConsumer<TMessage, THandler>(this IServiceCollection services)
        where TMessage : class, IStreamMessage<TMessage>
        where THandler : class, IStreamHandler<TMessage> => services
            .AddSingleton<IStreamHandler<TMessage>, THandler>()
            .AddHostedService<StreamConsumer<TMessage>>()
            .AddHostedService<StreamTrimmer<TMessage>>();

    /// <summary>Publishes the rows of the service's outbox.</summary>
    /// <typeparam name="TMessage">The message that the service publishes.</typeparam>
    /// <param name="services">The services of the host.</param>
    public static IServiceCollection AddOutboxRelay<TMessage>(this IServiceCollection services)
        where TMessage : class, IStreamMessage<TMessage>
    {
        AddValidated<OutboxOptions>(services, "Outbox");
        return services
            .AddSingleton<Outbox>()
            .AddHostedService<OutboxRelay<TMessage>>();
    }

    private static void AddValidated<TOptions>(IServiceCollection services, string section) where TOptions : class =>
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
}
