using Moq;
using Payment.Api.Orders;
using Payment.Api.Payments;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Publishing;
using Testing;

namespace Payment.Api.Tests.Payments;

/// <summary>A charge that takes long, or is never answered, holds up nobody, and there are never too many.</summary>
public sealed class SlowChargesTests : ProcessorFixture
{
    private readonly List<TaskCompletionSource<ChargeResult>> _slow = [];

    [SetUp]
    public void Forget() => _slow.Clear();

    [Test]
    public async Task A_charge_that_is_not_answered_holds_up_none_that_comes_after_it()
    {
        await CreateAsync("o1");
        SlowDown();
        await AskAsync();
        await CreateAsync("o2");
        OnCharge("o2").ReturnsAsync(Charged);

        await StartPaymentsAsync();

        await Eventually.That(() => StatusAsync("o2"), Is.EqualTo(OrderStatus.Completed));
        Assert.That(await StatusAsync("o1"), Is.EqualTo(OrderStatus.Pending));
    }

    [TestCase(1)]
    [TestCase(5)]
    [TestCase(40)]
    public async Task No_more_than_MaxUnderWay_are_under_way_and_each_that_ends_makes_room(int most)
    {
        Settings.MaxUnderWay = most;
        await Task.WhenAll(Enumerable.Range(0, 60).Select(number => CreateAsync($"o{number}")));
        SlowDown();

        for (var ended = 0; ended < 60 - most; ended++)
        {
            await Eventually.That(
                async () => (await StartPaymentsAsync(), _slow.Count).Count, Is.EqualTo(most + ended));
            await StartPaymentsAsync();
            Assert.That(_slow, Has.Count.EqualTo(most + ended));
            _slow[ended].SetResult(Charged);
        }
    }

    [Test]
    public async Task A_loop_that_is_full_goes_on_once_there_is_room()
    {
        Settings.MaxUnderWay = 1;
        await CreateAsync("o1");
        await CreateAsync("o2");
        SlowDown();
        await Processor.StartAsync(CancellationToken.None);
        await Eventually.That(() => Task.FromResult(_slow.Count), Is.EqualTo(1));

        _slow[0].SetResult(Charged);

        await Eventually.That(
            () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(10));
                return Task.FromResult(_slow.Count);
            },
            Is.EqualTo(2));
        _slow[1].SetResult(Charged);
        await Processor.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task The_fault_of_a_payment_is_thrown_by_the_next_poll_and_by_no_other()
    {
        await CreateAsync();
        SlowDown();
        await StartPaymentsAsync();
        await Eventually.That(() => Task.FromResult(_slow.Count), Is.EqualTo(1));
        await Redis.Database.StringSetAsync(Outbox<OrderCompleted>.Key(Bucket.Of("o1")), "no stream");
        _slow[0].SetResult(Charged);
        await Assert.CatchAsync(Processor.FinishAsync);

        Assert.That(StartPaymentsAsync, Throws.Exception.With.Message.Contains("WRONGTYPE"));
        Assert.That(await StartPaymentsAsync(), Is.False);
    }

    [Test]
    public async Task A_host_that_stops_finishes_what_is_under_way()
    {
        await CreateAsync();
        SlowDown();
        await Processor.StartAsync(CancellationToken.None);
        await Eventually.That(() => Task.FromResult(_slow.Count), Is.EqualTo(1));

        var stop = Processor.StopAsync(CancellationToken.None);
        Assert.That(() => stop.WaitAsync(TimeSpan.FromMilliseconds(300)), Throws.InstanceOf<TimeoutException>());

        _slow[0].SetResult(Charged);
        await stop;
        Assert.That(await StatusAsync(), Is.EqualTo(OrderStatus.Completed));
    }

    [Test]
    public async Task A_host_whose_grace_period_is_over_waits_no_longer()
    {
        await CreateAsync();
        SlowDown();
        await Processor.StartAsync(CancellationToken.None);
        await Eventually.That(() => Task.FromResult(_slow.Count), Is.EqualTo(1));
        using var grace = new CancellationTokenSource();

        var stop = Processor.StopAsync(grace.Token);
        await grace.CancelAsync();
        await stop;

        Assert.That(await DueInAsync(), Is.GreaterThan(TimeSpan.Zero), "left to its lease");
    }

    /// <summary>From now on a charge is answered when the test says so.</summary>
    private void SlowDown() => Gateway
        .Setup(gateway => gateway.ChargeAsync(It.IsAny<string>(), It.IsAny<decimal>(), It.IsAny<CancellationToken>()))
        .Returns(() =>
        {
            var charge = new TaskCompletionSource<ChargeResult>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_slow)
            {
                _slow.Add(charge);
            }

            return charge.Task;
        });
}
