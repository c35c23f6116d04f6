using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shared.Contracts;
using StackExchange.Redis;

namespace Shared.Redis.Publishing;

/// <summary>
/// Carries the rows of the outbox to their stream. A row is deleted only when its receipt comes back, which
/// the consumer returns once the effect is durable; a row whose receipt does not come is published again.
/// </summary>
/// <typeparam name="TMessage">The message that the service publishes.</typeparam>
public sealed partial class OutboxRelay<TMessage>(
    Outbox outbox,
    IRedisServers redis,
    IOptions<OutboxOptions> options,
    TimeProvider time,
    ILogger<OutboxRelay<TMessage>> logger)
    : PollingService(time, logger) where TMessage : class, IStreamMessage<TMessage>
{
    private const int ReceiptBatch = 1000;

    private static readonly TimeSpan _shortestPatience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(30);
    private static readonly RedisKey _stream = TMessage.Stream;

    private readonly Receipts _receipts = new(TMessage.Stream);

    private readonly UnreadEntries _unread = new(redis, _stream, TMessage.Group);

    // Rows taken from the outbox that the broker has not accepted yet.
    private IReadOnlyList<OutboxRow> _taken = [];
    private DateTimeOffset _nextSweep = time.GetUtcNow();
    private TimeSpan _patience = _shortestPatience;

    private bool WantsReceipt => options.Value.Confirmation == Confirmation.Receipt;

    /// <inheritdoc/>
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        // The broker is asked first: while it is away no row is taken, and none has to wait to be taken again.
        var confirmed = await CollectReceiptsAsync();
        var published = await PublishNewAsync();
        var repeated = await PublishOverdueAsync();
        var worked = confirmed || published || repeated;
        _patience = worked ? _shortestPatience : Shorter(_patience * 2, _longestPatience);
        return worked;
    }

    // Receipts ring no bell: where there was work just now, they are looked for soon.
    /// <inheritdoc/>
    protected override Task WaitForWorkAsync(CancellationToken cancellationToken) =>
        outbox.Bell.WaitAsync(_patience, cancellationToken);

    private async Task<bool> CollectReceiptsAsync()
    {
        var tokens = await _receipts.CollectAsync(redis.Broker, ReceiptBatch);
        foreach (var token in tokens)
        {
            _unread.Remove(token);
        }

        await outbox.DeleteAsync(tokens.Select(OutboxRow.ParseToken).OfType<(Bucket, RedisValue)>());
        return tokens.Length > 0;
    }

    private async Task<bool> PublishNewAsync()
    {
        if (_taken.Count == 0)
        {
            _taken = await outbox.TakeNewAsync(outbox.Bell.Answer());
        }

        await PublishAsync(_taken);
        var published = _taken;
        _taken = []; // Before they are deleted: while the store is away they would be published over and over.
        await DeleteUnlessReceiptsComeAsync(published);
        return published.Count > 0;
    }

    private async Task PublishAsync(IReadOnlyList<OutboxRow> rows)
    {
        var entries = await Task.WhenAll(rows.Select(PublishAsync));
        for (var i = 0; WantsReceipt && i < entries.Length; i++)
        {
            _unread.Add(rows[i].Token, entries[i]);
        }
    }

    private async Task<RedisValue> PublishAsync(OutboxRow row)
    {
        using var span = Spans.Send(TMessage.Stream, row);
        var entry = await redis.Broker.StreamAddAsync(
            _stream, WantsReceipt ? [.. row.Fields, new(Receipts.Field, row.Token)] : row.Fields);
        span?.SetTag("messaging.message.id", entry.ToString());
        return entry;
    }

    private Task DeleteUnlessReceiptsComeAsync(IReadOnlyList<OutboxRow> published) =>
        WantsReceipt ? Task.CompletedTask : outbox.DeleteAsync(published.Select(row => (row.Bucket, row.Id)));

    /// <summary>
    /// Publishes again what has waited too long, but not what the group has still to read: behind a long backlog
    /// a second copy would only make it longer.
    /// </summary>
    private async Task<bool> PublishOverdueAsync()
    {
        if (Time.GetUtcNow() < _nextSweep)
        {
            return false;
        }

        var firstWait = options.Value.RetransmitAfter;
        await _unread.RefreshAsync();
        var overdue = await outbox.TakeOverdueAsync(
            firstWait, (token, idle, publications) => !_unread.Contains(token) && idle >= Wait(firstWait, publications));
        await PublishAsync(overdue);
        await DeleteUnlessReceiptsComeAsync(overdue);
        if (overdue.Count == 0)
        {
            _nextSweep = Time.GetUtcNow() + (firstWait / 2);
            return false;
        }

        RedisInstruments.Republished.Add(overdue.Count, RedisInstruments.Of(TMessage.Stream));
        LogRepeated(overdue.Count, _stream);
        return true;
    }

    /// <summary>Doubles with each publication, so that a consumer that is away for long is not flooded when it returns.</summary>
    private static TimeSpan Wait(TimeSpan first, int publications)
    {
        var wait = first * Math.Pow(2, Math.Min(publications - 1, 20));
        return Shorter(wait, first > _longestWait ? first : _longestWait);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    [LoggerMessage(LogLevel.Warning, "{Count} rows had no receipt in time and went to {Stream} again")]
    private partial void LogRepeated(int count, RedisKey stream);
}
