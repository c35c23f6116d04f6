using Microsoft.Extensions.Options;
using Shared.Contracts;
using Shared.Redis.Connections;

namespace Shared.Redis.Consuming;

/// <summary>Entries of one message's stream that could not be handled.</summary>
public sealed class DeadLetters<TMessage>(
    IRedisServers redis,
    Subscription<TMessage> subscription,
    IOptions<ConsumerOptions> options,
    IStreamHandler<TMessage> handler)
    : DeadLetters(redis, subscription, options.Value.MaxDeadLetters, handler.HandleAsync)
    where TMessage : class, IStreamMessage<TMessage>;
