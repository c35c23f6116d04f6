using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Payment.Api.Orders;
using Shared.Redis.Buckets;
using Shared.Redis.Paging;
using StackExchange.Redis;
using Testing;

using Order = Payment.Api.Orders.Order;

namespace Payment.Api.Tests.Orders;

public sealed class OrderStoreTests : OrderStoreFixture
{
    [Test]
    public async Task A_new_order_is_stored_as_pending_listed_and_due_at_once()
    {
        await CreateAsync();

        var now = Time.GetUtcNow().ToUnixTimeMilliseconds();
        var stored = await Redis.Database.HashGetAllAsync("order:{13cl}:o1");
        Assert.That(stored.ToStringDictionary(), Is.EquivalentTo(new Dictionary<string, string>
        {
            ["product_id"] = "p1",
            ["quantity"] = "3",
            ["price"] = "19.99",
            ["fee"] = "11.99",
            ["status"] = "pending",
            ["created_at"] = $"{now}",
        }));
        var listed = await Redis.Database.StreamRangeAsync("orders:{13cl}");
        Assert.That(listed.Single().Values, Is.EqualTo([new NameValueEntry("id", "o1")]));
        Assert.That(await DueInAsync(), Is.LessThanOrEqualTo(TimeSpan.Zero));
        Assert.That(Redis.Server.Keys(), Has.Exactly(3).Items);
    }

    [TestCase(19.99, 3, 0.2)]
    [TestCase(0.01, 1, 0)]
    [TestCase(1_000_000, 1_000_000, 1)]
    [TestCase(999_999.99, 999_999, 0.123456789)]
    public async Task An_order_is_found_as_it_was_placed_to_the_cent(decimal price, int quantity, decimal feeRate)
    {
        var order = await CreateAsync(price: price, quantity: quantity, feeRate: feeRate);

        Assert.That(await Store.FindAsync("o1"), Is.EqualTo(order));
    }

    [Test]
    public async Task Creating_an_order_again_changes_nothing([Values] bool completed)
    {
        var order = await CreateAsync();
        if (completed)
        {
            await Store.CompleteAsync(order);
        }

        var before = await Redis.SnapshotAsync();

        var known = await Store.CreateAsync(order with { Quantity = 7 });

        Assert.That(known, Is.EqualTo(new Placement((await Store.FindAsync("o1"))!, IsNew: false)));
        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task One_order_created_by_many_at_once_is_new_to_one_of_them_and_paid_once()
    {
        var order = Order.Place("p1", 3, 19.99m, 0.2m, Time.GetUtcNow(), "o1");

        var placements = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Store.CreateAsync(order)));

        Assert.That(placements.Count(placement => placement.IsNew), Is.EqualTo(1));
        Assert.That(placements.Select(placement => placement.Order).Distinct(), Is.EqualTo([order]));
        Assert.That(await Queue.ClaimAsync(Bucket.All, TimeSpan.FromSeconds(15)), Is.EqualTo(["o1"]));
    }

    [Test]
    public async Task An_unknown_order_is_not_found() => Assert.That(await Store.FindAsync("o1"), Is.Null);

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(100)]
    public async Task Orders_are_listed_newest_first_over_all_pages_and_buckets(int limit)
    {
        var ids = Enumerable.Range(0, 20).Select(number => $"o{number}").ToList();
        foreach (var id in ids)
        {
            await CreateAsync(id);
            await Redis.TickAsync();
        }

        var read = new List<Order>();
        Cursor? next = null;
        do
        {
            var page = await Store.ListAsync(next, limit, owner: null);
            read.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);

        Assert.That(read.Select(order => order.Id), Is.EqualTo(Enumerable.Reverse(ids)));
    }

    [Test]
    public async Task An_id_without_an_order_is_left_out_of_the_list()
    {
        await CreateAsync();
        await Redis.Database.StreamAddAsync("orders:{13cl}", "id", "o-lost");

        var page = await Store.ListAsync(after: null, limit: 10, owner: null);

        Assert.That(page.Items.Select(order => order.Id), Is.EqualTo(["o1"]));
    }

    [Test]
    public async Task An_order_that_cannot_be_read_is_left_out_of_the_list_with_a_warning([Values] bool isHash)
    {
        await CreateAsync("o1");
        await CreateAsync("o2");
        await (isHash
            ? Redis.Database.HashSetAsync(OrderKeys.Order("o2"), "status", "shipped")
            : Redis.Database.StringSetAsync(OrderKeys.Order("o2"), "no order"));
        await using var connections = await TestConnections.OpenAsync(Redis);
        var log = new FakeLogger<RedisOrderStore>();
        var store = new RedisOrderStore(connections, Outbox, Queue, Time, log);

        var page = await store.ListAsync(after: null, limit: 10, owner: null);

        Assert.That(page.Items.Select(order => order.Id), Is.EqualTo(["o1"]));
        Assert.That(log.LatestRecord.Level, Is.EqualTo(LogLevel.Warning));
        Assert.That(log.LatestRecord.Message, Is.EqualTo("Order o2: left out of a list, because it cannot be read"));
        Assert.That(() => store.FindAsync("o2"), Throws.InstanceOf<UnreadableOrderException>());
    }
}
