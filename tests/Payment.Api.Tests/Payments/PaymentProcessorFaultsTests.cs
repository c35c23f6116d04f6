using Moq;
using Payment.Api.Orders;
using Payment.Api.Payments;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Testing;

namespace Payment.Api.Tests.Payments;

/// <summary>A payment can be late, but it is never lost and never charged without being decided.</summary>
public sealed class PaymentProcessorFaultsTests : ProcessorFixture
{
    // What a step of a test may take on a slow machine, while the store's own clock goes on.
    private static readonly TimeSpan _realTime = TimeSpan.FromSeconds(5);

    protected override Task<RedisServer> StartRedisAsync() =>
        RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "always");

    [Test]
    public async Task A_charge_that_fails_is_tried_again_later_and_then_completes()
    {
        await CreateAsync();
        OnCharge().ThrowsAsync(new HttpRequestException("The gateway is away."));

        await PollAsync();
        Assert.That(await StatusAsync(), Is.EqualTo(OrderStatus.Pending));
        Assert.That(await PollAsync(), Is.False, "at once");

        OnCharge().ReturnsAsync(Charged);
        await PassAsync(TimeSpan.FromSeconds(1));
        await PollAsync();

        Assert.That(await StatusAsync(), Is.EqualTo(OrderStatus.Completed));
        AssertCharged(Times.Exactly(2));
    }

    [Test]
    public async Task A_gateway_slower_than_its_timeout_counts_as_failed()
    {
        await CreateAsync();
        OnCharge().Returns(async (string _, decimal _, CancellationToken timeout) =>
        {
            await Task.Delay(Settings.GatewayTimeout * 2, Time, timeout);
            return Charged;
        });

        await AskAsync();
        Time.Advance(Settings.GatewayTimeout);
        await Processor.FinishAsync();

        Assert.That(await StatusAsync(), Is.EqualTo(OrderStatus.Pending));
        Assert.That(await DueInAsync(), Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task A_claimed_payment_whose_process_ends_is_charged_by_another_after_its_lease()
    {
        await CreateAsync();
        OnCharge().Returns(new TaskCompletionSource<ChargeResult>().Task);
        await AskAsync(); // This process never gets any further.
        using var otherQueue = NewQueue();
        using var other = NewProcessor(otherQueue);
        OnCharge().ReturnsAsync(Charged);

        await PassAsync(Lease - _realTime);
        Assert.That(await other.PollOnceAsync(CancellationToken.None), Is.False);

        await PassAsync(_realTime);
        otherQueue.Bell.Ring(Bucket.Of("o1"));
        Assert.That(await other.PollOnceAsync(CancellationToken.None), Is.True);
        await other.FinishAsync();
        Assert.That(await StatusAsync(), Is.EqualTo(OrderStatus.Completed));
    }

    [Test]
    public async Task One_payment_that_fails_holds_up_no_other()
    {
        await CreateAsync("o1");
        await CreateAsync("o2");
        OnCharge("o1").ThrowsAsync(new HttpRequestException("The gateway is away."));
        OnCharge("o2").ReturnsAsync(Charged);

        await PollAsync();

        Assert.That(await StatusAsync("o1"), Is.EqualTo(OrderStatus.Pending));
        Assert.That(await StatusAsync("o2"), Is.EqualTo(OrderStatus.Completed));
    }

    [Test]
    public async Task While_Redis_is_away_every_poll_fails_and_afterwards_nothing_is_lost()
    {
        await CreateAsync();
        OnCharge().ReturnsAsync(Charged);
        Redis.Kill();

        Assert.That(await Assert.CatchAsync(() => Processor.PollOnceAsync(CancellationToken.None)), Is.Not.Null);
        Assert.That(
            await Assert.CatchAsync(() => Processor.PollOnceAsync(CancellationToken.None)),
            Is.Not.Null,
            "the next one");

        await Redis.RestartAsync();
        await PollUntilItWorksAsync(PollAsync);
        Assert.That(await StatusAsync(), Is.EqualTo(OrderStatus.Completed));
    }

    [Test]
    public async Task A_charge_whose_outcome_cannot_be_stored_is_asked_for_again_after_its_lease()
    {
        await ChargeAsTheStoreGoesAsync();
        await PassAsync(Lease);
        await PollUntilItWorksAsync(PollAsync);
        Assert.That(await StatusAsync(), Is.EqualTo(OrderStatus.Completed));
        Assert.That(await OutboxAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_charge_whose_outcome_could_not_be_stored_does_not_wait_for_its_lease_where_it_was_made()
    {
        await ChargeAsTheStoreGoesAsync();

        await PollUntilItWorksAsync(
            async () =>
            {
                await PollAsync();
                return await StatusAsync() == OrderStatus.Completed;
            },
            within: Lease - _realTime);
        Assert.That(await DueInAsync(), Is.Null);
    }

    /// <summary>Charges an order whose outcome the store is not there to take; then it is back.</summary>
    private async Task ChargeAsTheStoreGoesAsync()
    {
        await CreateAsync();
        OnCharge().Returns(() =>
        {
            Redis.Kill();
            return Task.FromResult(Charged);
        });
        await Assert.CatchAsync(PollAsync);
        await Redis.RestartAsync();
        OnCharge().ReturnsAsync(Charged);
    }

    private static Task<bool> PollUntilItWorksAsync(Func<Task<bool>> poll, TimeSpan? within = null) => Eventually.That(
        async () =>
        {
            try
            {
                return await poll();
            }
            catch (Exception fault) when (RedisFaults.IsUnavailable(fault))
            {
                return false;
            }
        },
        Is.True,
        within);
}
