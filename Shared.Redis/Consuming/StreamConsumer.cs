using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shared.Contracts;
using Shared.Redis.Connections;
using Shared.Redis.Logging;
using Shared.Redis.Loops;
using Shared.Redis.Streams;
using Shared.Redis.Telemetry;
using StackExchange.Redis;

namespace Shared.Redis.Consuming;

/// <summary>
/// Delivers every entry of a stream to its handler at least once. Effect, receipt, acknowledgement, in that order: a
/// crash anywhere in between only repeats what is safe to repeat.
/// </summary>
public sealed partial class StreamConsumer<TMessage>(
    IRedisServers redis,
    Subscription<TMessage> subscription,
    IStreamHandler<TMessage> handler,
    DeadLetters<TMessage> deadLetters,
    IOptions<ConsumerOptions> options,
    TimeProvider time,
    ILogger<StreamConsumer<TMessage>> logger)
    : PollingService(time, logger) where TMessage : class, IStreamMessage<TMessage>
{
    private static readonly RedisKey _stream = TMessage.Stream;

    private readonly Receipts _receipts = new(TMessage.Stream, subscription.Group);
    private readonly GroupReader _reader = new(redis, _stream, subscription.Group, options.Value, time);
    private bool _isBehind; // Some entries wait for a part of the store.

    /// <inheritdoc/>
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await DeliverAsync(await _reader.ReadAsync(), cancellationToken);
        }
        catch (RedisServerException fault) when (RedisFaults.IsGroupMissing(fault))
        {
            if (await redis.Broker.CreateGroupAsync(_stream, subscription.Group))
            {
                LogGroupCreated(subscription.Group, _stream);
            }

            return true;
        }
        catch
        {
            // What was read and not settled is pending here, and so is what was in an answer that got lost. Nothing
            // new is read until that is done: while the store is away, entries wait in the stream.
            _reader.StartOver();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override Task WaitForWorkAsync(CancellationToken cancellationToken) =>
        Task.CompletedTask; // The server held the read for as long as there was nothing.

    private async Task<bool> DeliverAsync(Delivery[] deliveries, CancellationToken cancellationToken)
    {
        Carried = deliveries.Length;
        var outcomes = await Task.WhenAll(deliveries.Select(delivery => TryHandleAsync(delivery, cancellationToken)));
        await SettleAsync([.. outcomes.Where(outcome => outcome.Fault is null)]);
        var troubled = Array.FindAll(outcomes, outcome => outcome.Fault is { } fault && IsTrouble(fault));
        if (troubled is [{ Fault: { } trouble }, ..])
        {
            var isPart = redis.Store.IsSpread() && (_reader.WasOwn || troubled.Length < outcomes.Length);
            LeaveBehind(trouble, isPart);
        }
        else if (_isBehind && _reader.HasFinishedOwn)
        {
            _isBehind = false;
            LogCaughtUp(_stream);
        }

        return deliveries.Length > 0;
    }

    /// <summary>Leaves entries pending that could not be handled: all reading waits for them, unless others work.</summary>
    private void LeaveBehind(Exception trouble, bool isPart)
    {
        if (!isPart || trouble is DeadLettersFullException)
        {
            ExceptionDispatchInfo.Throw(trouble);
        }

        _reader.StartOver();
        if (!_isBehind)
        {
            _isBehind = true;
            LogLeftBehind(_stream, RedisFaults.Summary(trouble));
        }
    }

    /// <summary>Handles one entry without letting its fault touch the others.</summary>
    private async Task<Outcome> TryHandleAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        using var span = Spans.Process(TMessage.Stream, subscription.Group, delivery.Id, delivery.Fields);
        try
        {
            return new Outcome(delivery, Verdict: await HandleAsync(delivery, cancellationToken));
        }
        catch (Exception fault)
        {
            span?.Fail(fault);
            return new Outcome(delivery, Fault: cancellationToken.IsCancellationRequested || IsTrouble(fault)
                ? fault
                : await TrySetAsideAsync(delivery, fault));
        }
    }

    private Task<string?> HandleAsync(Delivery delivery, CancellationToken cancellationToken) => delivery switch
    {
        // Trimmed away under its delivery: the producer has no receipt for it and publishes it again.
        { Fields.Length: 0 } => Task.FromResult<string?>(null),
        { Size: > Delivery.MaxSize } => throw new DeadLetterException(DeadLetterException.TooLarge),
        _ => handler.HandleAsync(delivery.Fields.ByName(), cancellationToken),
    };

    /// <summary>
    /// Puts an entry aside that makes no sense, or failed too often; any other stays pending and comes back with the
    /// next sweep, behind everything that works.
    /// </summary>
    /// <returns>Why the entry has to stay pending, or <see langword="null"/> when it is done with.</returns>
    private async Task<Exception?> TrySetAsideAsync(Delivery delivery, Exception fault)
    {
        try
        {
            if (fault is not DeadLetterException && delivery.Count < options.Value.MaxDeliveries)
            {
                LogFailed(_stream, delivery.Id, delivery.Count, fault);
                await _reader.CountFailureAsync(delivery);
                return fault;
            }

            var reason = fault is DeadLetterException ? fault.Message : $"failed: {fault.Message}";
            await deadLetters.AddAsync(delivery, reason);
            LogPutAside(_stream, delivery.Id, reason.Printable());
            return null;
        }
        catch (Exception trouble)
        {
            return trouble; // Its own, whatever it is: the entries beside it are settled all the same.
        }
    }

    private async Task SettleAsync(Outcome[] outcomes)
    {
        if (outcomes.Length == 0)
        {
            return;
        }

        // One trip for both: the connection keeps their order, and an acknowledgement without its receipt is
        // made good by the producer, which publishes again.
        var receipts =
            from outcome in outcomes
            let token = outcome.Delivery[Receipts.Field]
            where token.HasValue
            select Receipts.Write(token, outcome.Verdict);
        await Task.WhenAll(
            _receipts.ReturnAsync(redis.Broker, [.. receipts]),
            redis.Broker.StreamAcknowledgeAsync(
                _stream, subscription.Group, Array.ConvertAll(outcomes, outcome => outcome.Delivery.Id)));
    }

    /// <param name="Verdict">What the handler decided, if it says so.</param>
    /// <param name="Fault">Why the entry has to stay pending, or null when it is done with.</param>
    private readonly record struct Outcome(Delivery Delivery, string? Verdict = null, Exception? Fault = null);

    // Nothing new is read while it lasts.
    private static bool IsTrouble(Exception fault) =>
        RedisFaults.IsUnavailable(fault) || fault is DeadLettersFullException;

    [LoggerMessage(LogLevel.Information, "Group {Group} created at the beginning of {Stream}")]
    private partial void LogGroupCreated(string group, RedisKey stream);

    [LoggerMessage(LogLevel.Warning, "Some entries of {Stream} wait for a part of the store: {Reason}")]
    private partial void LogLeftBehind(RedisKey stream, string reason);

    [LoggerMessage(LogLevel.Information, "No entry of {Stream} waits for a part of the store any more")]
    private partial void LogCaughtUp(RedisKey stream);

    [LoggerMessage(LogLevel.Error, "Entry {Entry} of {Stream} failed, delivery {Deliveries}")]
    private partial void LogFailed(RedisKey stream, RedisValue entry, int deliveries, Exception fault);

    [LoggerMessage(LogLevel.Error, "Entry {Entry} of {Stream} is a dead letter: {Reason}")]
    private partial void LogPutAside(RedisKey stream, RedisValue entry, string reason);
}
