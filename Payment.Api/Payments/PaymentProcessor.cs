using Microsoft.Extensions.Options;
using Payment.Api.Orders;
using Shared.Redis.Loops;

namespace Payment.Api.Payments;

/// <summary>
/// Works off the payment queue. Each payment is on its own: a slow one holds up none that comes after it.
/// </summary>
public sealed partial class PaymentProcessor(
    PaymentQueue queue,
    Cashier cashier,
    IOptions<PaymentOptions> options,
    TimeProvider time,
    ILogger<PaymentProcessor> logger)
    : PollingService(time, logger)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan _leaseMargin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _breath = TimeSpan.FromMilliseconds(10);

    private readonly List<Payment> _underWay = [];

    // What could not be settled, as the store was away. It is still this instance's own.
    private IReadOnlyList<Payment> _left = [];

    private TimeSpan Lease => options.Value.GatewayTimeout + _leaseMargin;

    private int Room => options.Value.MaxUnderWay - queue.Desk.Taken;

    /// <summary>From now on settles what this process places without claiming it.</summary>
    public void Open() => queue.Desk.Open(options.Value.MaxUnderWay, Lease);

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Open();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Starts the payments of new orders, and those that are due as far as there is room for them.</summary>
    /// <exception cref="Exception">What a payment met that was started before, as that the store is away.</exception>
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        var ended = TakeEnded();
        _underWay.AddRange(_left.Select(payment => Begin(payment.OrderId, payment.Since)));
        _left = ended.FindAll(payment => !IsSettled(payment) && Time.GetElapsedTime(payment.Since) < Lease);
        await Task.WhenAll(ended.Select(payment => payment.Settling));
        var before = _underWay.Count;
        while (queue.Desk.Next() is { } order)
        {
            // It has its place already.
            _underWay.Add(new(order.Id, Time.GetTimestamp(), SettleAsync(order.Id, order)));
        }

        if (Room > 0)
        {
            // Not cancelled when the host stops: what was begun is finished within its grace period.
            var due = await queue.ClaimAsync(queue.Bell.Answer(), Lease, Room);
            _underWay.AddRange(due.Select(id => Begin(id, Time.GetTimestamp())));
        }

        return _underWay.Count > before;
    }

    /// <summary>Waits until every payment that was started has come to an end.</summary>
    public Task FinishAsync() => Task.WhenAll([.. _underWay.Select(payment => payment.Settling)]);

    /// <summary>Stops to claim, and finishes what is under way as far as the grace period allows.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Desk.Close();
        await base.StopAsync(cancellationToken);
        try
        {
            await FinishAsync().WaitAsync(cancellationToken);
        }
        catch (Exception fault)
        {
            LogLeft(fault);
        }
    }

    private List<Payment> TakeEnded()
    {
        List<Payment> ended = [];
        for (var i = _underWay.Count - 1; i >= 0; i--)
        {
            if (_underWay[i].Settling.IsCompleted)
            {
                ended.Add(_underWay[i]);
                _underWay.RemoveAt(i);
            }
        }

        return ended;
    }

    private Payment Begin(string orderId, long since)
    {
        queue.Desk.Take();
        return new(orderId, since, SettleAsync(orderId));
    }

    /// <returns>Whether it could be; otherwise a part of the store was away.</returns>
    private async Task<bool> SettleAsync(string orderId, Order? placed = null)
    {
        try
        {
            return await queue.WorkOnAsync(orderId, () => cashier.SettleAsync(orderId, placed));
        }
        finally
        {
            queue.Desk.Leave();
        }
    }

    private static bool IsSettled(Payment payment) =>
        payment.Settling.IsCompletedSuccessfully && payment.Settling.Result;

    // A full house rings no bell when somebody leaves: all who did within a breath make room for one claim.
    /// <inheritdoc/>
    protected override Task WaitForWorkAsync(CancellationToken cancellationToken) =>
        Room <= 0 ? Task.Delay(_breath, Time, cancellationToken) : queue.Bell.WaitAsync(_patience, cancellationToken);

    /// <param name="Since">When it was claimed.</param>
    private sealed record Payment(string OrderId, long Since, Task<bool> Settling);

    [LoggerMessage(LogLevel.Warning, "Some payments were not finished and are taken up after their lease")]
    private partial void LogLeft(Exception fault);
}
