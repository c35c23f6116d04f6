using Microsoft.Extensions.Logging;
using Shared.Contracts;
using StackExchange.Redis;

namespace Shared.Redis.Consuming;

/// <summary>
/// Keeps a stream short. It drops only what every group has acknowledged; trimming by length would
/// destroy entries that still wait to be handled.
/// </summary>
/// <typeparam name="TMessage">The message of the stream.</typeparam>
public sealed class StreamTrimmer<TMessage>(RedisConnections redis, TimeProvider time, ILogger<StreamTrimmer<TMessage>> logger)
    : PollingService(time, logger) where TMessage : class, IStreamMessage<TMessage>
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);
    private static readonly Script _trim = Script.Load<StreamTrimmer<TMessage>>("trim_stream");
    private static readonly RedisKey _stream = TMessage.Stream;

    /// <inheritdoc/>
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        await _trim.RunAsync(redis.Broker, [_stream]);
        return false;
    }

    /// <inheritdoc/>
    protected override Task WaitForWorkAsync(CancellationToken cancellationToken) =>
        Task.Delay(_interval, Time, cancellationToken);
}
