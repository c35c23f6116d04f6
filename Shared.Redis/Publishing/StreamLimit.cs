using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shared.Contracts;
using Shared.Redis.Connections;
using Shared.Redis.Loops;
using Shared.Redis.Streams;

namespace Shared.Redis.Publishing;

/// <summary>
/// Keeps a stream from growing for groups that nobody waits for: one that is far behind misses the oldest entries, so
/// that it holds up nobody else, be it gone for ever.
/// </summary>
public sealed class StreamLimit<TMessage>(
    IRedisServers redis, IOptions<OutboxOptions> options, TimeProvider time, ILogger<StreamLimit<TMessage>> logger)
    : PeriodicService(_interval, time, logger) where TMessage : class, IStreamMessage<TMessage>
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        await redis.Broker.TrimAsync(
            TMessage.Stream, options.Value.GroupsFor<TMessage>(), options.Value.MaxBacklog);
        return false;
    }
}
