using Payment.Api.Orders;
using Shared.Redis.Buckets;

namespace Payment.Api.Tests.Orders;

public sealed class PaymentQueueTests : OrderStoreFixture
{
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(15);

    // What a step of a test may take on a slow machine, while the store's own clock goes on.
    private static readonly TimeSpan _realTime = TimeSpan.FromSeconds(5);

    [Test]
    public async Task A_payment_is_claimed_when_it_is_due_and_not_before()
    {
        await CreateAsync();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await Queue.PostponeAsync("o1");
        }

        await PassAsync((await DueInAsync())!.Value - _realTime);
        Assert.That(await ClaimAsync(), Is.Empty);

        await PassAsync(_realTime);
        Assert.That(await ClaimAsync(), Is.EqualTo(["o1"]));
    }

    [Test]
    public async Task A_claimed_payment_is_nobody_elses_until_its_lease_ends()
    {
        await CreateAsync();
        await ClaimAsync();

        await PassAsync(_lease - _realTime);
        Assert.That(await ClaimAsync(), Is.Empty);

        await PassAsync(_realTime);
        Assert.That(await ClaimAsync(), Is.EqualTo(["o1"]));
    }

    [Test]
    public async Task Two_instances_that_claim_at_once_share_what_is_due()
    {
        var ids = await CreateManyAsync(200);
        using var other = NewQueue();

        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(turn =>
            (turn % 2 == 0 ? Queue : other).ClaimAsync(Bucket.All, _lease)));

        Assert.That(claims.SelectMany(ids => ids), Is.EquivalentTo(ids));
    }

    [Test]
    public async Task Only_the_buckets_asked_for_are_looked_into()
    {
        await CreateAsync();

        var others = Bucket.All.Where(bucket => bucket != Bucket.Of("o1"));
        Assert.That(await Queue.ClaimAsync([.. others], _lease), Is.Empty);
    }

    [Test]
    public async Task A_key_that_is_no_order_is_claimed_without_one_and_holds_up_no_other()
    {
        var ids = await CreateManyAsync(2, Bucket.Of("o1"));
        await Redis.Database.KeyDeleteAsync(OrderKeys.Order(ids[0]));
        await Redis.Database.SetAddAsync(OrderKeys.Order(ids[0]), "a set, which no script uses");

        var claimed = await Queue.ClaimAsync(Bucket.All, _lease);

        Assert.That(claimed, Is.EquivalentTo(ids));
    }

    [Test]
    public async Task A_full_batch_rings_for_the_rest()
    {
        var ids = await CreateManyAsync(150, Bucket.Of("o1"));
        Queue.Bell.Answer();

        var first = await Queue.ClaimAsync([Bucket.Of("o1")], _lease);
        var second = await Queue.ClaimAsync(Queue.Bell.Answer(), _lease);
        var third = await Queue.ClaimAsync(Queue.Bell.Answer(), _lease);

        Assert.That((string[])[.. first, .. second, .. third], Is.EquivalentTo(ids));
    }

    [TestCase(1, 0.5, 1)]
    [TestCase(2, 1, 2)]
    [TestCase(3, 2, 4)]
    [TestCase(5, 8, 16)]
    [TestCase(6, 16, 30)]
    [TestCase(7, 30, 30)]
    [TestCase(100, 30, 30)]
    public async Task A_failed_payment_waits_longer_each_time_but_never_over_30_seconds(
        int attempts, double shortest, double longest)
    {
        await CreateAsync();
        for (var attempt = 1; attempt < attempts; attempt++)
        {
            await Queue.PostponeAsync("o1");
        }

        var before = await Redis.Server.TimeAsync();
        Assert.That(await Queue.PostponeAsync("o1"), Is.EqualTo(attempts));
        var wait = (await DueInAsync())!.Value;
        var passed = await Redis.Server.TimeAsync() - before;
        Assert.That(wait.TotalSeconds, Is.InRange(shortest - passed.TotalSeconds - 0.001, longest));
    }

    [Test]
    public async Task Payments_that_failed_together_do_not_return_together()
    {
        var ids = await CreateManyAsync(20);

        await Task.WhenAll(ids.Select(Queue.PostponeAsync));

        var due = await Task.WhenAll(ids.Select(DueInAsync));
        Assert.That(due.Distinct().Count(), Is.GreaterThan(10));
    }

    [Test]
    public async Task A_payment_that_was_decided_meanwhile_stays_out_of_the_queue()
    {
        await Store.CompleteAsync(await CreateAsync());
        var before = await Redis.SnapshotAsync();

        Assert.That(await Queue.PostponeAsync("o1"), Is.Zero);

        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    private Task<IReadOnlyList<string>> ClaimAsync() => Queue.ClaimAsync(Bucket.All, _lease);

    private async Task<IReadOnlyList<string>> CreateManyAsync(int count, Bucket? bucket = null)
    {
        var ids = Enumerable.Range(0, int.MaxValue)
            .Select(number => $"o{number}")
            .Where(id => bucket is null || Bucket.Of(id) == bucket)
            .Take(count)
            .ToList();
        await Task.WhenAll(ids.Select(id => CreateAsync(id)));
        return ids;
    }
}
