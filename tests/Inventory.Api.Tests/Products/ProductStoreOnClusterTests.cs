using Inventory.Api.Products;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Testing;

namespace Inventory.Api.Tests.Products;

public sealed class ProductStoreOnClusterTests : ProductStoreFixture
{
    protected override Task<RedisServer> StartRedisAsync() => RedisServer.StartClusterAsync();

    [Test]
    public async Task Everything_that_one_script_touches_lies_in_one_slot([Values("p1", "a}b{c", "{}", "")] string id)
    {
        var created = await Store.CreateAsync(new Product(id, "Cup", 11, 2), remember: true);
        var updated = await Store.UpdateAsync(id, new UpdateProduct { Price = 10 }, Tags(created.Product!.ETag));
        var changed = await Store.ChangeStockAsync(id, 3, "{r}1");
        var reserved = await Store.ReserveAsync(Order("{o}1", productId: id));
        var refused = await Store.ReserveAsync(Order("{o}2", productId: id, quantity: 6));
        var deleted = await Store.DeleteAsync(id, Tags("\"4\""));

        Assert.That(updated.Outcome, Is.EqualTo(ChangeOutcome.Done));
        Assert.That(changed.Outcome, Is.EqualTo(ChangeOutcome.Done));
        Assert.That(reserved.Refusal, Is.Null);
        Assert.That(refused.Refusal, Is.EqualTo(RefusalReason.InsufficientStock));
        Assert.That(deleted, Is.EqualTo(ChangeOutcome.Done));
    }

    [Test]
    public async Task The_list_goes_over_all_slots()
    {
        var ids = Enumerable.Range(0, 50).Select(number => $"p{number}").ToList();
        await Task.WhenAll(ids.Select(id => CreateAsync(id: id)));

        var page = await Store.ListAsync(after: null, limit: 100);

        Assert.That(ids.Select(Bucket.Of).Distinct(), Has.Exactly(Bucket.Count).Items);
        Assert.That(page.Items.Select(product => product.Id), Is.EquivalentTo(ids));
    }
}
