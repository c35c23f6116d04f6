using System.Globalization;
using Inventory.Api.Products;
using Shared.Redis.Paging;
using StackExchange.Redis;

namespace Inventory.Api.Tests.Products;

public sealed class ProductStoreTests : ProductStoreFixture
{
    [Test]
    public async Task A_product_is_stored_with_its_first_stock_and_listed_by_its_time()
    {
        await Store.CreateAsync(new Product("p1", "Cup", 19.90m, 5));

        var listed = (await Redis.Database.StreamRangeAsync("products:{10qn}")).Single();
        var fields = (await Redis.Database.HashGetAllAsync("product:{10qn}:p1")).ToStringDictionary();
        Assert.That(fields, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["name"] = "Cup",
            ["price"] = "19.9",
            ["quantity"] = "5",
            ["received"] = "5",
            ["reserved"] = "0",
            ["version"] = "1",
            ["created_at"] = $"{Time.GetUtcNow().ToUnixTimeMilliseconds()}",
            ["entry"] = $"{listed.Id}",
        }));
        Assert.That(listed.Values, Is.EqualTo([new NameValueEntry("id", "p1")]));
        Assert.That(Redis.Server.Keys(), Has.Exactly(2).Items);
    }

    [TestCase("Cup", "0.01", 0)]
    [TestCase("Cup", "19.99", 1)]
    [TestCase("Tasse à café ☕ \"1:2\"\n", "1000000", 1_000_000_000)]
    public async Task A_product_is_found_as_it_was_created(string name, string price, int quantity)
    {
        var product = new Product("p1", name, decimal.Parse(price, CultureInfo.InvariantCulture), quantity);

        await Store.CreateAsync(product);

        Assert.That(await Store.FindAsync("p1"), Is.EqualTo(product));
    }

    [Test]
    public async Task Creating_a_product_again_changes_nothing()
    {
        await CreateAsync(quantity: 5);
        await Store.ReserveAsync(Order(quantity: 2));
        var before = await Redis.SnapshotAsync();

        await CreateAsync(quantity: 100);

        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task An_unknown_product_is_not_found() => Assert.That(await Store.FindAsync("p1"), Is.Null);

    [Test]
    public async Task A_deleted_product_leaves_nothing_behind()
    {
        await CreateAsync();

        Assert.That(await Store.DeleteAsync("p1"), Is.EqualTo(ChangeOutcome.Done));

        Assert.That(Redis.Server.Keys(), Is.EqualTo(new RedisKey[] { "products:{10qn}" }));
        Assert.That(await Redis.Database.StreamLengthAsync("products:{10qn}"), Is.Zero);
        Assert.That(await Store.DeleteAsync("p1"), Is.EqualTo(ChangeOutcome.Missing));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(100)]
    public async Task Products_are_listed_newest_first_over_all_pages_and_buckets(int limit)
    {
        var ids = Enumerable.Range(0, 20).Select(number => $"p{number}").ToList();
        foreach (var id in ids)
        {
            await CreateAsync(id: id);
            await Redis.TickAsync();
        }

        Assert.That(await ReadAllAsync(limit), Is.EqualTo(Enumerable.Reverse(ids)));
    }

    [TestCase(1)]
    [TestCase(7)]
    public async Task Products_of_one_millisecond_are_each_listed_once(int limit)
    {
        var ids = Enumerable.Range(0, 20).Select(number => $"p{number}").ToList();
        await Task.WhenAll(ids.Select(id => CreateAsync(id: id)));

        Assert.That(await ReadAllAsync(limit), Is.EquivalentTo(ids));
    }

    [Test]
    public async Task An_id_without_a_product_is_left_out_of_the_list()
    {
        await CreateAsync();
        await Redis.Database.StreamAddAsync("products:{10qn}", "id", "p-lost");

        Assert.That(await ReadAllAsync(10), Is.EqualTo(["p1"]));
    }

    private async Task<List<string>> ReadAllAsync(int limit)
    {
        var ids = new List<string>();
        Cursor? next = null;
        do
        {
            var page = await Store.ListAsync(next, limit);
            Assert.That(page.Items, Has.Count.LessThanOrEqualTo(limit));
            ids.AddRange(page.Items.Select(product => product.Id));
            next = page.Next;
        }
        while (next is not null);

        return ids;
    }
}
