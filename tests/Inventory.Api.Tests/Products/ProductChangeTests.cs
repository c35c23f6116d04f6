using System.Text.Json;
using Inventory.Api.Products;

namespace Inventory.Api.Tests.Products;

/// <summary>A change is done as a whole, on the version that the client saw, within the bounds of the stock.</summary>
public sealed class ProductChangeTests : ProductStoreFixture
{
    [TestCase("""{ "Name": "Mug" }""", "Mug", 10)]
    [TestCase("""{ "Price": 11.50 }""", "Cup", 11.5)]
    [TestCase("""{ "Name": "Tasse à café ☕", "Price": 0.01 }""", "Tasse à café ☕", 0.01)]
    public async Task An_update_changes_what_it_names_and_nothing_else(string update, string name, decimal price)
    {
        await CreateAsync(quantity: 5);
        await Store.ReserveAsync(Order(quantity: 2));

        var change = await Store.UpdateAsync("p1", JsonSerializer.Deserialize<UpdateProduct>(update)!, Tags("\"2\""));

        var after = new Product("p1", name, price, 3) { Version = 3 };
        Assert.That(change, Is.EqualTo(new ProductChange(ChangeOutcome.Done, after)));
        Assert.That(await Store.FindAsync("p1"), Is.EqualTo(after));
        Assert.That(await StockAsync(), Is.EqualTo((3, 5, 2)));
    }

    [Test]
    public async Task Of_many_updates_of_one_version_exactly_one_is_done()
    {
        await CreateAsync();

        var changes = await Task.WhenAll(Enumerable.Range(0, 50).Select(number =>
            Store.UpdateAsync("p1", new UpdateProduct { Name = $"Cup {number}" }, Tags("\"1\""))));

        var done = changes.Single(change => change.Outcome == ChangeOutcome.Done);
        Assert.That(await Store.FindAsync("p1"), Is.EqualTo(done.Product));
    }

    [Test]
    public async Task Whatever_changes_a_product_gives_it_another_tag()
    {
        await CreateAsync();
        var tags = new List<string?> { (await Store.FindAsync("p1"))?.ETag };
        foreach (var change in new Func<Task>[]
        {
            () => Store.UpdateAsync("p1", new UpdateProduct { Price = 11 }),
            () => Store.ChangeStockAsync("p1", 1),
            () => Store.ChangeStockAsync("p1", -1, "r1"),
            () => Store.ReserveAsync(Order(price: 11)),
        })
        {
            await change();
            tags.Add((await Store.FindAsync("p1"))?.ETag);
        }

        Assert.That(tags, Is.EqualTo(["\"1\"", "\"2\"", "\"3\"", "\"4\"", "\"5\""]));
    }

    [TestCase(1)]
    [TestCase(-3)]
    [TestCase(Product.MaxQuantity - 3)]
    public async Task A_change_of_the_stock_keeps_what_is_reserved(int delta)
    {
        await CreateAsync(quantity: 5);
        await Store.ReserveAsync(Order(quantity: 2));

        var change = await Store.ChangeStockAsync("p1", delta);

        var changed = new Product("p1", "Cup", 10, 3 + delta) { Version = 3 };
        Assert.That(change, Is.EqualTo(new ProductChange(ChangeOutcome.Done, changed)));
        Assert.That(await Store.FindAsync("p1"), Is.EqualTo(change.Product));
        Assert.That(await StockAsync(), Is.EqualTo((3 + delta, 5 + delta, 2)));
    }

    [TestCase(-6)]
    [TestCase(-Product.MaxQuantity)]
    [TestCase(Product.MaxQuantity - 4)]
    [TestCase(Product.MaxQuantity)]
    public async Task A_stock_beyond_its_bounds_is_refused_and_not_remembered(int delta)
    {
        await CreateAsync(quantity: 5);
        var before = await Redis.SnapshotAsync();

        Assert.That(
            await Store.ChangeStockAsync("p1", delta, "r1"), Is.EqualTo(new ProductChange(ChangeOutcome.Refused)));

        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
        Assert.That((await Store.ChangeStockAsync("p1", 1, "r1")).Outcome, Is.EqualTo(ChangeOutcome.Done));
    }

    [Test]
    public async Task An_unknown_product_is_not_made_by_changing_it()
    {
        Assert.That(
            await Store.UpdateAsync("p1", new UpdateProduct { Name = "Mug" }),
            Is.EqualTo(new ProductChange(ChangeOutcome.Missing)));
        Assert.That(await Store.ChangeStockAsync("p1", 1, "r1"), Is.EqualTo(new ProductChange(ChangeOutcome.Missing)));
        Assert.That(Redis.Server.Keys(), Is.Empty);
    }

    [Test]
    public async Task Many_changes_and_orders_at_once_neither_lose_nor_invent_units()
    {
        await CreateAsync(quantity: 20);

        int[] deltas = [.. Enumerable.Range(0, 100).Select(number => number % 2 == 0 ? 3 : -3)];
        var changes = Task.WhenAll(deltas.Select(delta => Store.ChangeStockAsync("p1", delta)));
        var orders = Task.WhenAll(Enumerable.Range(0, 50).Select(number => Store.ReserveAsync(Order($"o{number}"))));

        var received = 20 + (await changes).Zip(deltas).Sum(pair => pair.First.Product is null ? 0 : pair.Second);
        var reserved = (await orders).Count(reservation => reservation.Refusal is null);
        Assert.That(await StockAsync(), Is.EqualTo((received - reserved, received, reserved)));
    }
}
