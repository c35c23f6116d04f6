using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Loops;
using Shared.Redis.Streams;
using Shared.Redis.Telemetry;
using StackExchange.Redis;

namespace Shared.Redis.Publishing;

/// <summary>
/// Carries the rows of the outbox to their stream. A row is deleted only when its receipt comes back, which
/// the consumer returns once the effect is durable; a row whose receipt does not come is published again.
/// </summary>
public sealed partial class OutboxRelay<TMessage>(
    Outbox<TMessage> outbox,
    IRedisServers redis,
    IOptions<OutboxOptions> options,
    TimeProvider time,
    ILogger<OutboxRelay<TMessage>> logger,
    IVerdictHandler<TMessage>? verdicts = null)
    : PollingService(time, logger) where TMessage : class, IStreamMessage<TMessage>
{
    private const int ReceiptBatch = 1000;

    private static readonly TimeSpan _shortestPatience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestPatience = TimeSpan.FromSeconds(5);
    private static readonly RedisKey _stream = TMessage.Stream;

    private readonly string[] _groups = options.Value.GroupsFor<TMessage>();
    private readonly (string Group, Receipts Receipts, OverdueRows<TMessage> Overdue)[] _awaited = Array.ConvertAll(
        options.Value.GroupsFor<TMessage>(),
        group => (
            group,
            new Receipts(TMessage.Stream, group),
            new OverdueRows<TMessage>(outbox, redis, group, options.Value, time)));

    // Rows taken from the outbox that the broker has not accepted yet.
    private IReadOnlyList<OutboxRow> _taken = [];
    private TimeSpan _patience = _shortestPatience;
    private bool _hasFailed = true; // as far as is known

    private bool WantsReceipt => options.Value.Confirmation == Confirmation.Receipt;

    /// <inheritdoc/>
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        var worked = await TryPollAsync();
        _patience = worked
            ? _shortestPatience
            : TimeSpan.FromTicks(Math.Min(_patience.Ticks * 2, _longestPatience.Ticks));
        return worked;
    }

    private async Task<bool> TryPollAsync()
    {
        try
        {
            var collected = CollectReceiptsAsync();
            if (_hasFailed)
            {
                await collected; // While the broker is away no row is taken, and none has to wait to be taken again.
            }

            var carried = await Task.WhenAll(collected, PublishNewAsync());
            _hasFailed = false;
            Carried = carried.Sum();
            return await PublishOverdueAsync() || Carried > 0;
        }
        catch
        {
            _hasFailed = true;
            // Rows or receipts may have been in an answer that got lost.
            Array.ForEach(_awaited, one => one.Overdue.Hurry());
            throw;
        }
    }

    // Not every consumer says that it has returned receipts: where there was work just now, they are looked for soon.
    /// <inheritdoc/>
    protected override async Task WaitForWorkAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_awaited.Select(one => one.Receipts.ListenAsync(redis.Broker, outbox.Bell.Wake)));
        await outbox.Bell.WaitAsync(_patience, cancellationToken);
    }

    private async Task<int> CollectReceiptsAsync()
    {
        var collected = 0;
        foreach (var (group, receipts, _) in _awaited)
        {
            var tokens = await receipts.CollectAsync(redis.Broker, ReceiptBatch);
            var returned = tokens.Select(Receipt.Parse).OfType<Receipt>().ToLookup(receipt => receipt.Bucket);
            await outbox.Buckets.RunAsync(
                returned.Select(bucket => bucket.Key), bucket => ReleaseAsync(bucket, group, [.. returned[bucket]]));
            collected += tokens.Length;
        }

        return collected;
    }

    private async Task<RedisResult> ReleaseAsync(Bucket bucket, string group, Receipt[] returned)
    {
        if (verdicts is not null && group == TMessage.Group)
        {
            await verdicts.HandleAsync(returned);
        }

        return await outbox.ReleaseAsync(bucket, group, _groups, returned.Select(receipt => receipt.Row));
    }

    private async Task<bool> PublishOverdueAsync()
    {
        var published = 0;
        foreach (var (_, _, overdue) in _awaited)
        {
            published += await overdue.PublishAsync(PublishAsync);
        }

        if (published > 0)
        {
            RedisInstruments.Republished.Add(published, RedisInstruments.Tag(TMessage.Stream));
            LogRepeated(published, _stream);
        }

        return published > 0;
    }

    private async Task<int> PublishNewAsync()
    {
        if (_taken.Count == 0)
        {
            _taken = await outbox.TakeNewAsync(outbox.Bell.Answer());
        }

        var rows = _taken;
        await Task.WhenAll(rows.Select(PublishAsync));
        _taken = []; // Before they are deleted: while the store is away they would be published over and over.
        await DeleteUnlessReceiptsComeAsync(rows);
        return rows.Count;
    }

    private async Task PublishAsync(IReadOnlyList<OutboxRow> rows)
    {
        await Task.WhenAll(rows.Select(PublishAsync));
        await DeleteUnlessReceiptsComeAsync(rows);
    }

    private async Task PublishAsync(OutboxRow row)
    {
        using var span = Spans.Send(TMessage.Stream, row.Fields);
        var entry = await redis.Broker.StreamAddAsync(
            _stream, WantsReceipt ? [.. row.Fields, new(Receipts.Field, row.Token)] : row.Fields);
        span?.SetTag("messaging.message.id", entry.ToString());
    }

    private Task DeleteUnlessReceiptsComeAsync(IReadOnlyList<OutboxRow> published) =>
        WantsReceipt ? Task.CompletedTask : outbox.DeleteAsync(published);

    [LoggerMessage(LogLevel.Warning, "{Count} rows had no receipt in time and went to {Stream} again")]
    private partial void LogRepeated(int count, RedisKey stream);
}
