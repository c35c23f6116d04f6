using Inventory.Api.Products;
using Shared.ServiceDefaults.Http;

namespace Inventory.Api.Tests.Products;

/// <summary>Whatever changes or removes a product does so only in the versions that its client asks for.</summary>
public sealed class ProductConditionTests : ProductStoreFixture
{
    private static readonly Dictionary<string, Func<IProductStore, EntityTags, Task<ChangeOutcome>>> _operations = new()
    {
        ["update"] = async (store, tags) =>
            (await store.UpdateAsync("p1", new UpdateProduct { Name = "Mug" }, tags)).Outcome,
        ["change of the stock"] = async (store, tags) =>
            (await store.ChangeStockAsync("p1", 1, ifMatch: tags)).Outcome,
        ["change of the stock with a key"] = async (store, tags) =>
            (await store.ChangeStockAsync("p1", 1, "r1", tags)).Outcome,
        ["delete"] = (store, tags) => store.DeleteAsync("p1", tags),
    };

    private static IEnumerable<string> Operations => _operations.Keys;

    [Test]
    public async Task A_version_that_the_client_knows_is_changed(
        [ValueSource(nameof(Operations))] string operation,
        [Values("\"2\"", "*", "\"7\", \"2\",W/\"3\"")] string tags)
    {
        await CreateVersionTwoAsync();

        Assert.That(await RunAsync(operation, tags), Is.EqualTo(ChangeOutcome.Done));
    }

    [Test]
    public async Task A_stale_or_weak_tag_changes_nothing(
        [ValueSource(nameof(Operations))] string operation,
        [Values("\"1\"", "\"3\"", "W/\"2\"", "\"*\"", "\"\", \"0\"", "\"22\", \"12\"", "\"1\", \"3\"", "\"1,2\"")]
        string tags)
    {
        await CreateVersionTwoAsync();
        var before = await Redis.SnapshotAsync();

        Assert.That(await RunAsync(operation, tags), Is.EqualTo(ChangeOutcome.Stale));

        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_product_that_is_not_there_is_missing_whatever_its_version_should_be(
        [ValueSource(nameof(Operations))] string operation, [Values("\"1\"", "*")] string tags)
    {
        Assert.That(await RunAsync(operation, tags), Is.EqualTo(ChangeOutcome.Missing));

        Assert.That(Redis.Server.Keys(), Is.Empty);
    }

    [Test]
    public async Task Of_many_who_know_the_same_version_exactly_one_has_his_way(
        [ValueSource(nameof(Operations))] string operation)
    {
        await CreateVersionTwoAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(number =>
            number % 2 == 0 ? RunAsync(operation, "\"2\"") : RunAsync("update", "\"2\"")));

        Assert.That(outcomes, Has.Exactly(1).EqualTo(ChangeOutcome.Done));
    }

    private Task<ChangeOutcome> RunAsync(string operation, string tags) => _operations[operation](Store, Tags(tags));

    private async Task CreateVersionTwoAsync()
    {
        await CreateAsync();
        await Store.ChangeStockAsync("p1", 1);
    }
}
