using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Consuming;
using Shared.Redis.Flow;
using Shared.Redis.Inspection;
using Shared.Redis.Loops;
using Shared.Redis.Publishing;
using Shared.Redis.Settings;
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
    /// <param name="group">
    /// A consumer group of the service's own, which sees every message too; none is the one that the message is meant
    /// for.
    /// </param>
    public static IServiceCollection AddStreamConsumer<TMessage, THandler>(
        this IServiceCollection services, string? group = null)
        where TMessage : class, IStreamMessage<TMessage>
        where THandler : class, IStreamHandler<TMessage>
    {
        var subscription = group is null ? new Subscription<TMessage>() : new Subscription<TMessage>(group);
        return services
            .AddSingleton(subscription)
            .AddSingleton(new KeyShape(TMessage.Stream, RedisType.Stream, RedisRole.Broker))
            .AddSingleton(new KeyShape(subscription.DeadLetters, RedisType.Stream))
            .AddSingleton<IStreamHandler<TMessage>, THandler>()
            .AddSingleton<DeadLetters>(provider => provider.GetRequiredService<DeadLetters<TMessage>>())
            .AddStation<GroupDepth<TMessage>>()
            .AddStation<DeadLetters<TMessage>>()
            .AddHostedService<StreamConsumer<TMessage>>()
            .AddHostedService<StreamKeeper<TMessage>>();
    }

    /// <summary>Publishes the rows of the service's outbox.</summary>
    public static IServiceCollection AddOutboxRelay<TMessage>(this IServiceCollection services)
        where TMessage : class, IStreamMessage<TMessage>
    {
        services.AddSettings<OutboxOptions>("Outbox");
        return services
            .AddSingleton(new KeyShape(TMessage.Stream, RedisType.Stream, RedisRole.Broker))
            .AddKeyShapes(Outbox<TMessage>.Key, RedisType.Stream)
            .AddKeyShapes(Outbox<TMessage>.RoundsKey, RedisType.Hash)
            .AddKeyShapes(Outbox<TMessage>.ReturnsKey, RedisType.Hash)
            .AddSingleton(new KeyShape($"outbox:{{00}}:{TMessage.Stream}", RedisType.None)) // Of an earlier version.
            .AddSingleton<Outbox<TMessage>>()
            .AddStation<OutboxDepth<TMessage>>()
            .AddHostedService<OutboxRelay<TMessage>>()
            .AddHostedService<StreamLimit<TMessage>>();
    }

    /// <summary>Adds a place that orders pass, behind those that they pass before.</summary>
    public static IServiceCollection AddStation<TStation>(this IServiceCollection services)
        where TStation : class, IStation => services
        .AddSingleton<TStation>()
        .AddSingleton<IStation>(provider => provider.GetRequiredService<TStation>())
        .AddSingleton<IMeasured>(provider => provider.GetRequiredService<TStation>());

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
}
