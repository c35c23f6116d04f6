using Payment.Api.Orders;
using Shared.Redis.Buckets;
using Testing;

namespace Payment.Api.Tests.Orders;

public sealed class OrderStoreOnClusterTests : OrderStoreFixture
{
    protected override Task<RedisServer> StartRedisAsync() => RedisServer.StartClusterAsync();

    [TestCase("o1")]
    [TestCase("a}b{c")]
    [TestCase("{}")]
    public async Task Everything_that_one_script_touches_lies_in_one_slot(string id)
    {
        var order = await CreateAsync(id);

        Assert.That(
            await Queue.ClaimAsync(Bucket.All, TimeSpan.Zero),
            Is.EqualTo([new DuePayment(id, await Store.FindAsync(id))]));
        Assert.That(await Queue.PostponeAsync(id), Is.EqualTo(1));
        Assert.That(await Store.CompleteAsync(order), Is.EqualTo(OrderStatus.Pending));
        Assert.That(await Store.DeclineAsync(id, "late", mayBeCharged: true), Is.EqualTo(OrderStatus.Completed));
        Assert.That(await Store.RefundAsync(id, "insufficient_stock"), Is.EqualTo(OrderStatus.Completed));
        var listed = await Store.ListAsync(after: null, limit: 10, owner: null);
        Assert.That(listed.Items.Single().Status, Is.EqualTo(OrderStatus.Refunded));
        await Queue.RemoveAsync(id);
        Assert.That(await DueInAsync(id), Is.Null);
    }
}
