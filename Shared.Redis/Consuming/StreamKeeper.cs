using Microsoft.Extensions.Logging;
using Shared.Contracts;
using Shared.Redis.Connections;
using Shared.Redis.Loops;
using Shared.Redis.Streams;
using StackExchange.Redis;

namespace Shared.Redis.Consuming;

/// <summary>
/// Keeps a stream and its group small: it drops entries that every group has acknowledged, and consumers that left long
/// ago and hold nothing.
/// </summary>
public sealed class StreamKeeper<TMessage>(
    IRedisServers redis,
    Subscription<TMessage> subscription,
    TimeProvider time,
    ILogger<StreamKeeper<TMessage>> logger)
    : PeriodicService(_interval, time, logger) where TMessage : class, IStreamMessage<TMessage>
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _consumerLeft = TimeSpan.FromDays(1);
    private static readonly Script _removeConsumers = Script.Load<StreamKeeper<TMessage>>("remove_idle_consumers");
    private static readonly RedisKey _stream = TMessage.Stream;

    /// <inheritdoc/>
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        await redis.Broker.TrimAsync(_stream, keepFor: [subscription.Group]);
        await _removeConsumers.RunAsync(
            redis.Broker, [_stream], subscription.Group, (long)_consumerLeft.TotalMilliseconds);
        return false;
    }
}
