using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shared.Contracts;
using StackExchange.Redis;

namespace Shared.Redis.Consuming;

/// <summary>
/// Delivers every entry of a stream to its handler at least once. Effect, receipt, acknowledgement, in that order: a
/// crash anywhere in between only repeats what is safe to repeat.
/// </summary>
/// <typeparam name="TMessage">The message of the stream.</typeparam>
public sealed partial class StreamConsumer<TMessage>(
    IRedisServers redis,
    IStreamHandler<TMessage> handler,
    DeadLetters deadLetters,
    IOptions<ConsumerOptions> options,
    TimeProvider time,
    ILogger<StreamConsumer<TMessage>> logger)
    : PollingService(time, logger) where TMessage : class, IStreamMessage<TMessage>
{
    private static readonly RedisKey _stream = TMessage.Stream;

    private readonly Receipts _receipts = new(TMessage.Stream);
    private readonly ConcurrentDictionary<RedisValue, int> _failures = new();
    private readonly GroupReader _reader = new(redis, _stream, TMessage.Group, options.Value, time);

    /// <inheritdoc/>
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await DeliverAsync(await _reader.ReadAsync(), cancellationToken);
        }
        catch (RedisServerException fault) when (RedisFaults.IsGroupMissing(fault))
        {
            if (await redis.Broker.CreateGroupAsync(_stream, TMessage.Group))
            {
                LogGroupCreated(TMessage.Group, _stream);
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

    private async Task<bool> DeliverAsync(StreamEntry[] entries, CancellationToken cancellationToken)
    {
        var faults = await Task.WhenAll(entries.Select(entry => TryHandleAsync(entry, cancellationToken)));
        await SettleAsync([.. entries.Where((_, index) => faults[index] is null)]);
        if (Array.Find(faults, fault => fault is not null && RedisFaults.IsUnavailable(fault)) is { } trouble)
        {
            ExceptionDispatchInfo.Throw(trouble);
        }

        return entries.Length > 0;
    }

    /// <summary>Handles one entry without letting its fault touch the others.</summary>
    /// <returns>Why the entry has to stay pending, or <see langword="null"/> when it is done with.</returns>
    private async Task<Exception?> TryHandleAsync(StreamEntry entry, CancellationToken cancellationToken)
    {
        using var span = Spans.Process(TMessage.Stream, TMessage.Group, entry);
        try
        {
            await HandleAsync(entry, cancellationToken);
            _failures.TryRemove(entry.Id, out _);
            return null;
        }
        catch (Exception fault)
        {
            span?.Fail(fault);
            return cancellationToken.IsCancellationRequested || RedisFaults.IsUnavailable(fault)
                ? fault
                : await CountFailureAsync(entry, fault);
        }
    }

    private async Task HandleAsync(StreamEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Values.Length == 0)
        {
            return; // Trimmed away under its delivery: the producer has no receipt for it and publishes it again.
        }

        if (DeadLetters.IsExpired(entry.Id, Time))
        {
            throw new DeadLetterException("expired");
        }

        var message = TMessage.Read(entry.ToFields()) ?? throw new DeadLetterException("malformed");
        await handler.HandleAsync(message, cancellationToken);
    }

    /// <summary>
    /// Counts faults in this process, because the server's delivery count also grows while Redis is away.
    /// An entry that failed stays pending and comes back with the next sweep, behind everything that works.
    /// </summary>
    private async Task<Exception?> CountFailureAsync(StreamEntry entry, Exception fault)
    {
        var deliveries = _failures.AddOrUpdate(entry.Id, 1, (_, count) => count + 1);
        if (fault is not DeadLetterException && deliveries < options.Value.MaxDeliveries)
        {
            LogFailed(_stream, entry.Id, deliveries, fault);
            return fault;
        }

        var reason = fault is DeadLetterException ? fault.Message : $"failed: {fault.Message}";
        try
        {
            await deadLetters.AddAsync(entry, reason, deliveries);
        }
        catch (Exception trouble) when (RedisFaults.IsUnavailable(trouble))
        {
            return trouble;
        }

        _failures.TryRemove(entry.Id, out _);
        RedisInstruments.DeadLettersAdded.Add(1, RedisInstruments.Of(TMessage.Stream));
        LogPutAside(_stream, entry.Id, reason.Printable());
        return null;
    }

    private async Task SettleAsync(StreamEntry[] entries)
    {
        if (entries.Length == 0)
        {
            return;
        }

        // One trip for both: the connection keeps their order, and an acknowledgement without its receipt is
        // made good by the producer, which publishes again.
        RedisValue[] tokens = [.. entries.Select(entry => entry[Receipts.Field]).Where(token => token.HasValue)];
        await Task.WhenAll(
            _receipts.ReturnAsync(redis.Broker, tokens),
            redis.Broker.StreamAcknowledgeAsync(_stream, TMessage.Group, [.. entries.Select(entry => entry.Id)]));
    }

    [LoggerMessage(LogLevel.Information, "Group {Group} created at the beginning of {Stream}")]
    private partial void LogGroupCreated(string group, RedisKey stream);

    [LoggerMessage(LogLevel.Error, "Entry {Entry} of {Stream} failed, delivery {Deliveries}")]
    private partial void LogFailed(RedisKey stream, RedisValue entry, int deliveries, Exception fault);

    [LoggerMessage(LogLevel.Error, "Entry {Entry} of {Stream} is a dead letter: {Reason}")]
    private partial void LogPutAside(RedisKey stream, RedisValue entry, string reason);
}
