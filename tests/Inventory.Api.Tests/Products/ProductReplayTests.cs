using Inventory.Api.Products;

namespace Inventory.Api.Tests.Products;

/// <summary>A request that is remembered by its idempotency key has its effect once.</summary>
public sealed class ProductReplayTests : ProductStoreFixture
{
    private static readonly Product _cup = new("p1", "Cup", 10, 5);

    /// <summary>What may happen to a product between two requests with the same key.</summary>
    public enum Event
    {
        Nothing,
        Update,
        Reservation,
        Removal,
    }

    [Test]
    public async Task A_creation_asked_for_again_creates_nothing_and_gives_the_first_answer([Values] Event between)
    {
        await Store.CreateAsync(_cup, remember: true);
        await HappenAsync(between);
        var before = await Redis.SnapshotAsync();

        var again = await Store.CreateAsync(_cup with { Price = 10.00m }, remember: true);

        Assert.That(again, Is.EqualTo(new ProductChange(ChangeOutcome.Replayed, _cup)));
        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_change_of_the_stock_asked_for_again_changes_nothing_and_gives_the_first_answer(
        [Values] Event between)
    {
        await CreateAsync(quantity: 5);
        var first = await Store.ChangeStockAsync("p1", 2, "r1");
        await HappenAsync(between);
        var before = await Redis.SnapshotAsync();

        var again = await Store.ChangeStockAsync("p1", 2, "r1");

        Assert.That(again, Is.EqualTo(new ProductChange(ChangeOutcome.Replayed, first.Product)));
        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    [TestCase("Mug", 10, 5)]
    [TestCase("Cup", 10.01, 5)]
    [TestCase("Cup", 10, 6)]
    [TestCase("5 Cup", 10, 5)]
    public async Task Another_creation_with_the_same_key_is_a_mismatch_that_changes_nothing(
        string name, decimal price, int quantity)
    {
        await Store.CreateAsync(_cup, remember: true);
        var before = await Redis.SnapshotAsync();

        var other = await Store.CreateAsync(new Product("p1", name, price, quantity), remember: true);

        Assert.That(other, Is.EqualTo(new ProductChange(ChangeOutcome.Mismatch)));
        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    [TestCase(3)]
    [TestCase(-2)]
    public async Task Another_change_with_the_same_key_is_a_mismatch_that_changes_nothing(int delta)
    {
        await CreateAsync();
        await Store.ChangeStockAsync("p1", 2, "r1");
        var before = await Redis.SnapshotAsync();

        Assert.That(
            await Store.ChangeStockAsync("p1", delta, "r1"), Is.EqualTo(new ProductChange(ChangeOutcome.Mismatch)));

        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Many_requests_with_one_key_at_once_have_one_effect()
    {
        var creations = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Store.CreateAsync(_cup, remember: true)));
        var changes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Store.ChangeStockAsync("p1", 2, "r1")));

        foreach (var answers in new[] { creations, changes })
        {
            Assert.That(answers.Count(answer => answer.Outcome == ChangeOutcome.Done), Is.EqualTo(1));
            Assert.That(answers.Select(answer => answer.Product).Distinct(), Has.Exactly(1).Items);
        }

        Assert.That(await StockAsync(), Is.EqualTo((7, 7, 0)));
    }

    [Test]
    public async Task A_request_is_remembered_for_24_hours()
    {
        await Store.CreateAsync(_cup, remember: true);
        await Store.ChangeStockAsync("p1", 2, "r1");

        foreach (var key in new[] { "created-product:{10qn}:p1", "changed-stock:{10qn}:r1" })
        {
            Assert.That(
                await Redis.Database.KeyTimeToLiveAsync(key),
                Is.EqualTo(TimeSpan.FromHours(24)).Within(TimeSpan.FromMinutes(1)));
        }
    }

    [Test]
    public async Task A_creation_that_is_forgotten_does_not_overwrite_its_product()
    {
        await Store.CreateAsync(_cup, remember: true);
        await Redis.Database.KeyDeleteAsync(ProductKeys.CreatedProduct("p1"));
        var before = await Redis.SnapshotAsync();

        Assert.That(
            await Store.CreateAsync(_cup, remember: true), Is.EqualTo(new ProductChange(ChangeOutcome.Mismatch)));

        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    private Task HappenAsync(Event between) => between switch
    {
        Event.Update => Store.UpdateAsync("p1", new UpdateProduct { Name = "Mug", Price = 11 }),
        Event.Reservation => Store.ReserveAsync(Order()),
        Event.Removal => Store.DeleteAsync("p1"),
        _ => Task.CompletedTask,
    };
}
