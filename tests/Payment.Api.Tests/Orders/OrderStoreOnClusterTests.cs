using Payment.Api.Orders;
using Shared.Redis.Buckets;
using Shared.Redis.Paging;
using StackExchange.Redis;
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

        Assert.That(await Queue.ClaimAsync(Bucket.All, TimeSpan.Zero), Is.EqualTo([id]));
        Assert.That(await Queue.PostponeAsync(id), Is.EqualTo(1));
        await Redis.Database.SortedSetRemoveAsync(OrderKeys.Payments(Bucket.Of(id)), id);
        Assert.That(await Queue.RequeueAsync(Bucket.Of(id), after: null), Is.EqualTo(((Cursor?)null, 1)));
        Assert.That((await Store.CompleteAsync(order)).IsNew, Is.True);
        Assert.That((await Store.DeclineAsync(id, "late", mayBeCharged: true)).IsNew, Is.False);
        Assert.That((await Store.RefundAsync(id, "insufficient_stock")).IsNew, Is.True);
        var (confirmed, neighbour) = (await CreateAsync($"{id}2"), await CreateAsync($"{id}3"));
        await Store.CompleteAsync(confirmed);
        await Store.CompleteAsync(neighbour);
        await Store.ConfirmAsync([confirmed.Id, neighbour.Id]);
        Assert.That((await Store.FindAsync(confirmed.Id))!.IsFinal(), Is.True);
        var listed = await Store.ListAsync(after: null, limit: 10, owner: null);
        Assert.That(listed.Items.Single(one => one.Id == id).Status, Is.EqualTo(OrderStatus.Refunded));
        await Queue.RemoveAsync(id);
        Assert.That(await DueInAsync(id), Is.Null);
    }
}
