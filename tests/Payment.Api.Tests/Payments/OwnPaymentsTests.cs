using Moq;
using Payment.Api.Orders;
using Shared.Redis.Buckets;

namespace Payment.Api.Tests.Payments;

/// <summary>What a process places it settles itself, without looking for it; if it ends before, another does.</summary>
public sealed class OwnPaymentsTests : ProcessorFixture
{
    [SetUp]
    public void Open()
    {
        Queue.Bell.Answer();
        Processor.Open();
    }

    [Test]
    public async Task An_order_is_settled_by_the_process_that_placed_it_without_a_claim()
    {
        OnCharge().ReturnsAsync(Charged);

        await CreateAsync();
        Assert.That(await DueInAsync(), Is.GreaterThan(Lease - TimeSpan.FromSeconds(5)), "nobody else may claim it");
        Assert.That(await Processor.PollOnceAsync(CancellationToken.None), Is.True);
        await Processor.FinishAsync();

        Assert.That(await StatusAsync(), Is.EqualTo(OrderStatus.Completed));
        Assert.That(await DueInAsync(), Is.Null);
        AssertCharged(Times.Once());
    }

    [Test]
    public async Task An_order_whose_process_ends_is_settled_by_another_after_its_lease()
    {
        OnCharge().ReturnsAsync(Charged);
        await CreateAsync(); // This process never gets any further.
        using var otherQueue = NewQueue();
        using var other = NewProcessor(otherQueue);

        Assert.That(await other.PollOnceAsync(CancellationToken.None), Is.False);
        await PassAsync(Lease);
        otherQueue.Bell.Ring(Bucket.Of("o1"));
        Assert.That(await other.PollOnceAsync(CancellationToken.None), Is.True);
        await other.FinishAsync();

        Assert.That(await StatusAsync(), Is.EqualTo(OrderStatus.Completed));
    }

    [Test]
    public async Task Where_no_place_is_left_an_order_is_due_at_once_for_everybody()
    {
        Settings.MaxUnderWay = 2;
        Processor.Open();
        await CreateAsync("o1");
        await CreateAsync("o2");

        await CreateAsync("o3");

        Assert.That(await DueInAsync("o2"), Is.GreaterThan(TimeSpan.Zero));
        Assert.That(await DueInAsync("o3"), Is.LessThanOrEqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task A_place_is_given_back_by_what_is_settled_what_was_known_and_what_could_not_be_placed()
    {
        OnCharge().ReturnsAsync(Charged);
        await CreateAsync();
        await CreateAsync();
        await Redis.Server.ConfigSetAsync("maxmemory", 1);
        await Assert.CatchAsync(() => CreateAsync("o2"));
        await Redis.Server.ConfigSetAsync("maxmemory", 0);
        Assert.That(Queue.Desk.Taken, Is.EqualTo(1));

        await PollAsync();

        Assert.That(Queue.Desk.Taken, Is.Zero);
    }

    [Test]
    public async Task A_process_that_stops_leaves_what_it_still_places_to_others()
    {
        await Processor.StopAsync(CancellationToken.None);

        await CreateAsync();

        Assert.That(await DueInAsync(), Is.LessThanOrEqualTo(TimeSpan.Zero));
    }
}
