using Inventory.Api.Products;
using Shared.Redis.Buckets;
using Shared.Redis.Consuming;
using StackExchange.Redis;

namespace Inventory.Api.Tests.Products;

/// <summary>Orders of the same time are remembered in one place, each as if it were alone.</summary>
public sealed class OrderGroupTests : ProductStoreFixture
{
    // Both are of one bucket.
    private const string First = "0197c2f0-6b1d-7a2c-8e4f-5d3c1b9a7e00";
    private const string Second = "0197c2f0-6b1d-7a2c-8e4f-5d3c1b9a7e13";

    private const string Fill = """
        #!lua
        for i = 1, ARGV[1] do redis.call('HSET', KEYS[1], i, 'p1') end
        return redis.call('HLEN', KEYS[1])
        """;

    private static readonly TimeSpan _memory = TimeSpan.FromDays(60);

    private static RedisKey[] Groups(string id, bool apart = false) =>
        [ProductKeys.OrderedProduct(id, apart).Group, ProductKeys.Reservation(Bucket.Of("p1"), id, apart).Group];

    [SetUp]
    public Task ProductAsync() => CreateAsync(quantity: 5);

    [Test]
    public async Task Orders_of_the_same_time_share_their_keys_and_are_decided_each()
    {
        Assert.That(Groups(Second), Is.EqualTo(Groups(First)), "ids of one group are needed");
        await Store.ReserveAsync(Order(First, quantity: 2));
        var keys = await KeysAsync();

        Assert.That((await Store.ReserveAsync(Order(Second, quantity: 2))).IsNew, Is.True);

        Assert.That(await KeysAsync(), Is.EqualTo(keys));
        Assert.That(await StockAsync(), Is.EqualTo((1, 5, 4)));
    }

    [TestCase("o1", 1)]
    [TestCase("o1", 6)]
    [TestCase(Second, 1)]
    [TestCase(Second, 6)]
    public async Task A_decision_is_remembered_for_60_days(string id, int quantity)
    {
        await Store.ReserveAsync(Order(First));
        foreach (var key in Groups(First))
        {
            await Redis.Database.KeyExpireAsync(key, TimeSpan.FromDays(1)); // It is 59 days later.
        }

        await Store.ReserveAsync(Order(id, quantity));

        await AssertRememberedAsync(Groups(id));
    }

    [Test]
    public async Task An_order_whose_id_is_the_name_of_a_group_is_another_order()
    {
        await Store.ReserveAsync(Order(First, quantity: 2));

        foreach (var name in new[] { First[..8], First[..10] })
        {
            Assert.That((await Store.ReserveAsync(Order(name))).IsNew, Is.True);
            Assert.That((await Store.ReserveAsync(Order(name))).IsNew, Is.False);
        }

        Assert.That(await StockAsync(), Is.EqualTo((1, 5, 4)));
    }

    [Test]
    public async Task A_group_that_is_full_grows_no_more_and_each_further_order_is_decided_once(
        [Values(1, 6)] int quantity)
    {
        await Store.ReserveAsync(Order(First, quantity));
        await FillAsync();
        var expected = (await Store.ReserveAsync(Order(First, quantity))).Refusal;

        var once = await Store.ReserveAsync(Order(Second, quantity));
        var twice = await Store.ReserveAsync(Order(Second, quantity));

        Assert.That(once, Is.EqualTo(new Reservation(expected, IsNew: true)));
        Assert.That(twice, Is.EqualTo(new Reservation(expected, IsNew: false)));
        Assert.That(await StockAsync(), Is.EqualTo(quantity == 1 ? (3, 5, 2) : (5, 5, 0)));
        Assert.That(await Redis.Database.HashLengthAsync(Groups(First)[0]), Is.EqualTo(ProductKeys.MostInGroup));
        await AssertRememberedAsync(Groups(Second, apart: true));
    }

    [Test]
    public async Task A_group_that_is_full_stays_as_long_as_an_order_that_it_had_no_room_for()
    {
        await FillAsync();
        await Redis.Database.KeyExpireAsync(Groups(Second)[0], TimeSpan.FromDays(1));

        await Store.ReserveAsync(Order(Second));

        await AssertRememberedAsync(Groups(Second)[0]);
    }

    [Test]
    public async Task An_order_that_came_when_its_group_was_full_is_still_for_one_product()
    {
        await FillAsync();
        await Store.ReserveAsync(Order(Second));

        Assert.That(
            () => Store.ReserveAsync(Order(Second, productId: "p2")),
            Throws.InstanceOf<DeadLetterException>().With.Message.EqualTo("conflicting_order"));
    }

    private async Task<IReadOnlyCollection<string>> KeysAsync() => [.. (await Redis.SnapshotAsync()).Keys];

    private async Task FillAsync()
    {
        var group = Groups(First)[0];
        var missing = ProductKeys.MostInGroup - await Redis.Database.HashLengthAsync(group);
        await Redis.Database.ScriptEvaluateAsync(Fill, [group], [missing]);
        Assert.That(await Redis.Database.HashLengthAsync(group), Is.EqualTo(ProductKeys.MostInGroup));
    }

    private async Task AssertRememberedAsync(params RedisKey[] keys)
    {
        foreach (var key in keys)
        {
            Assert.That(
                await Redis.Database.KeyTimeToLiveAsync(key), Is.EqualTo(_memory).Within(TimeSpan.FromMinutes(1)));
        }
    }
}
