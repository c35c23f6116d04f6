using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Options;
using Payment.Api.Orders;
using Shared.Redis.Buckets;
using Testing;

namespace Payment.Api.Tests.Orders;

/// <summary>How full the payment queue is, as the metrics say it.</summary>
public sealed class PaymentQueueDepthTests : OrderStoreFixture
{
    [Test]
    public async Task The_queue_is_as_long_as_all_its_buckets_and_as_overdue_as_its_first_payment()
    {
        await CreateAsync("o1");
        await PassAsync(TimeSpan.FromSeconds(60));
        await CreateAsync("o2");
        await PassAsync(TimeSpan.FromSeconds(30));

        var (length, overdue) = await MeasureAsync();
        Assert.That(length, Is.EqualTo(2));
        Assert.That(overdue, Is.InRange(90, 100));
    }

    [Test]
    public async Task A_payment_whose_lease_lasts_is_not_overdue()
    {
        await CreateAsync();
        await Queue.ClaimAsync(Bucket.All, TimeSpan.FromSeconds(15));

        Assert.That(await MeasureAsync(), Is.EqualTo((1, 0.0)));
    }

    [Test]
    public async Task An_empty_queue_is_not_overdue() => Assert.That(await MeasureAsync(), Is.EqualTo((0, 0.0)));

    [Test]
    public async Task A_queue_is_full_when_it_holds_as_many_as_may_wait_and_no_longer_when_it_holds_less()
    {
        await using var connections = await TestConnections.OpenAsync(Redis);
        var depth = new PaymentQueueDepth(connections, Options.Create(new OrderOptions { MaxWaiting = 2 }));
        var order = await CreateAsync("o1");
        await depth.MeasureAsync();
        Assert.That(depth.IsFull, Is.False);

        await CreateAsync("o2");
        await depth.MeasureAsync();
        Assert.That(depth.IsFull, Is.True);

        await Store.CompleteAsync(order);
        await depth.MeasureAsync();
        Assert.That(depth.IsFull, Is.False);
    }

    private async Task<(long Length, double Overdue)> MeasureAsync()
    {
        using var length = new MetricCollector<long>(null, "Payment.Api", "payment.queue.length");
        using var overdue = new MetricCollector<double>(null, "Payment.Api", "payment.queue.overdue");
        await using var connections = await TestConnections.OpenAsync(Redis);
        await new PaymentQueueDepth(connections, Options.Create(new OrderOptions())).MeasureAsync();
        return (length.LastMeasurement!.Value, overdue.LastMeasurement!.Value);
    }
}
