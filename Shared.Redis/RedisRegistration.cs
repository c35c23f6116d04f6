using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Consuming;
using Shared.Redis.Inspection;
using Shared.Redis.Loops;
using Shared.Redis.Publishing;
using StackExchange.Redis;

namespace Shared.Redis;

/// <summary>Adds Redis, its streams and their background loops to a service.</summary>
public static class RedisRegistration
{
    /// <summary>Adds the connections, which open when the host starts.</summary>
    public static IServiceCollection AddRedis(this IServiceCollection services)
    {
        services.AddSettings<RedisOptions>("Redis");
        services.AddSettings<ConsumerOptions>("Consumer");
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RedisConnections>();
        services.AddSingleton<IRedisServers>(provider => provider.GetRequiredService<RedisConnections>());
        services.AddHostedService(provider => provider.GetRequiredService<RedisConnections>());
        services.AddSingleton<Availability>();
        services.AddSingleton<IMeasured>(provider => provider.GetRequiredService<Availability>());
        services.AddHostedService<StartupInspection>();
        services.AddHostedService<Sampler>();
        return services;
    }

    /// <summary>Subscribes a handler to a stream.</summary>
    public static IServiceCollection AddStreamConsumer<TMessage, THandler>(this IServiceCollection services)
        where TMessage : class, IStreamMessage<TMessage>
        where THandler : class, IStreamHandler<TMessage> => services
            .AddSingleton(new KeyShape(DeadLetters.KeyFor(TMessage.Stream), RedisType.Stream))
            .AddSingleton<IStreamHandler<TMessage>, THandler>()
            .AddSingleton(CreateDeadLetters<TMessage>)
            .AddSingleton<IMeasured>(provider => provider.GetRequiredService<DeadLetters>())
            .AddSingleton<IMeasured, GroupDepth<TMessage>>()
            .AddHostedService<StreamConsumer<TMessage>>()
            .AddHostedService<StreamKeeper<TMessage>>();

    /// <summary>Publishes the rows of the service's outbox.</summary>
    public static IServiceCollection AddOutboxRelay<TMessage>(this IServiceCollection services)
        where TMessage : class, IStreamMessage<TMessage>
    {
        services.AddSettings<OutboxOptions>("Outbox");
        return services
            .AddKeyShapes(Outbox<TMessage>.Key, RedisType.Stream)
            .AddKeyShapes(Outbox<TMessage>.RoundKey, RedisType.String)
            .AddSingleton<Outbox<TMessage>>()
            .AddSingleton<IMeasured, OutboxDepth<TMessage>>()
            .AddHostedService<OutboxRelay<TMessage>>();
    }

    /// <summary>Adds settings, which are checked when the host starts.</summary>
    public static void AddSettings<TOptions>(this IServiceCollection services, string section) where TOptions : class =>
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();

    /// <summary>Names a key of every bucket that has to be of one type.</summary>
    public static IServiceCollection AddKeyShapes(
        this IServiceCollection services, Func<Bucket, RedisKey> key, RedisType type)
    {
        foreach (var bucket in Bucket.All)
        {
            services.AddSingleton(new KeyShape(key(bucket), type));
        }

        return services;
    }

    /// <summary>
    /// Ends the service at start when one of its servers does not allow what <c>deploy/redis</c> says that it needs.
    /// </summary>
    /// <typeparam name="TOwner">A class of the assembly that embeds <c>store.acl</c> and <c>broker.acl</c>.</typeparam>
    /// <param name="user">Whose rules these are.</param>
    public static IServiceCollection AddRequiredCommands<TOwner>(this IServiceCollection services, string user)
    {
        foreach (var server in Enum.GetValues<RedisRole>())
        {
            var rules = Embedded.Text<TOwner>(server == RedisRole.Store ? "store.acl" : "broker.acl");
            foreach (var command in AclFile.Commands(rules, user))
            {
                services.AddSingleton(new RequiredCommand(server, command));
            }
        }

        return services;
    }

    private static DeadLetters CreateDeadLetters<TMessage>(IServiceProvider provider)
        where TMessage : class, IStreamMessage<TMessage> => new(
            provider.GetRequiredService<IRedisServers>(),
            TMessage.Stream,
            provider.GetRequiredService<IOptions<ConsumerOptions>>().Value.MaxDeadLetters,
            provider.GetRequiredService<IStreamHandler<TMessage>>().HandleAsync);
}
