using Inventory.Api.Products;
using Shared.Redis.Connections;
using StackExchange.Redis;

namespace Inventory.Api.Tests.Products;

/// <summary>A script that fails has written nothing: Lua has no rollback.</summary>
public sealed class ProductStoreFaultsTests : ProductStoreFixture
{
    private static readonly Dictionary<string, Func<IProductStore, Task>> _operations = new()
    {
        ["create"] = store => store.CreateAsync(new Product("p2", "Cup", 10, 5), remember: true),
        ["take"] = store => store.ReserveAsync(Order()),
        ["refuse"] = store => store.ReserveAsync(Order(quantity: 6)),
        ["update"] = store => store.UpdateAsync("p1", new UpdateProduct { Name = "Mug", Price = 11 }),
        ["change stock"] = store => store.ChangeStockAsync("p1", -1, "r1"),
        ["delete"] = store => store.DeleteAsync("p1"),
    };

    public static IEnumerable<string> Operations => _operations.Keys.Except(["delete"]);

    [SetUp]
    public async Task ProductAsync()
    {
        await CreateAsync(quantity: 5);

        // Settled by an earlier delivery; it is no part of the script.
        await Redis.Database.HashSetAsync(ProductKeys.OrderedProduct("o1").Group, "", "p1");
    }

    [TestCaseSource(nameof(Operations))]
    public async Task A_full_Redis_refuses_before_anything_is_written_and_works_once_there_is_room(string operation)
    {
        var before = await Redis.SnapshotAsync();
        await Redis.Server.ConfigSetAsync("maxmemory", 1);
        try
        {
            var fault = await Assert.CatchAsync(() => _operations[operation](Store));

            Assert.That(RedisFaults.IsUnavailable(fault!), Is.True, fault!.Message);
            Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
        }
        finally
        {
            await Redis.Server.ConfigSetAsync("maxmemory", 0);
        }

        await _operations[operation](Store);
        Assert.That(await Redis.SnapshotAsync(), Is.Not.EqualTo(before));
    }

    [Test]
    public async Task A_full_Redis_lets_a_product_be_removed_which_makes_room()
    {
        await Redis.Server.ConfigSetAsync("maxmemory", 1);
        try
        {
            Assert.That(await Store.DeleteAsync("p1"), Is.EqualTo(ChangeOutcome.Done));
        }
        finally
        {
            await Redis.Server.ConfigSetAsync("maxmemory", 0);
        }

        Assert.That(await Store.FindAsync("p1"), Is.Null);
    }

    [TestCase("create", "products:{07sd}")]
    [TestCase("create", "created-product:{07sd}:p2")]
    [TestCase("update", "product:{10qn}:p1")]
    [TestCase("change stock", "product:{10qn}:p1")]
    [TestCase("change stock", "changed-stock:{10qn}:r1")]
    [TestCase("take", "product:{10qn}:p1")]
    [TestCase("take", "reservations:{10qn}:o1")]
    [TestCase("take", "ordered-products:{13cl}:o1")]
    [TestCase("refuse", "product:{10qn}:p1")]
    [TestCase("refuse", "reservations:{10qn}:o1")]
    [TestCase("refuse", "outbox:{10qn}:refund_order")]
    [TestCase("delete", "products:{10qn}")]
    public async Task A_key_of_the_wrong_type_fails_before_anything_is_written(string operation, string key)
    {
        await Redis.Database.KeyDeleteAsync(key);
        await Redis.Database.SetAddAsync(key, "a set, which no script uses");
        var before = await Redis.SnapshotAsync();

        Assert.That(
            () => _operations[operation](Store),
            Throws.InstanceOf<RedisServerException>().With.Message.Contain("WRONGTYPE"));

        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    [TestCase("take", "quantity")]
    [TestCase("take", "reserved")]
    [TestCase("take", "version")]
    [TestCase("update", "version")]
    [TestCase("change stock", "quantity")]
    [TestCase("change stock", "received")]
    [TestCase("change stock", "version")]
    public async Task A_field_that_is_no_number_fails_before_anything_is_written(string operation, string field)
    {
        await Redis.Database.HashSetAsync(ProductKeys.Product("p1"), field, "many");
        var before = await Redis.SnapshotAsync();

        Assert.That(() => _operations[operation](Store), Throws.InstanceOf<RedisServerException>());

        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }
}
