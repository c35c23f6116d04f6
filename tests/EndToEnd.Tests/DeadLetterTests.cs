using System.Net;
using System.Text.Json.Nodes;
using Shared.Contracts;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Entries that no service can handle, as an operator meets them over HTTP.</summary>
public sealed class DeadLetterTests
{
    private TwoServices _services = null!;

    [OneTimeSetUp]
    public async Task StartServices() => _services = await TwoServices.StartAsync();

    [OneTimeTearDown]
    public async Task StopServices() => await _services.DisposeAsync();

    [SetUp]
    public async Task DiscardAll()
    {
        foreach (var letter in (await LettersAsync(_services.Inventory)).Concat(await LettersAsync(_services.Payment)))
        {
            var id = (string)letter!["id"]!;
            await _services.Inventory.Client.DeleteAsync(Path($"/dead-letters/{id}"));
            await _services.Payment.Client.DeleteAsync(Path($"/dead-letters/{id}"));
        }
    }

    [Test]
    public async Task An_entry_without_an_order_is_listed_and_can_be_discarded()
    {
        await _services.Broker.Database.StreamAddAsync(OrderCompleted.Stream, "product_id", "x");

        var letter = (await Eventually.That(() => LettersAsync(_services.Inventory), Has.Count.EqualTo(1)))[0]!;
        Assert.That(
            ((string?)letter["reason"], (string?)letter["fields"]!["product_id"]), Is.EqualTo(("malformed", "x")));

        var address = Path($"/dead-letters/{letter["id"]}");
        var client = _services.Inventory.Client;
        Assert.That((await client.DeleteAsync(address)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await client.DeleteAsync(address)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_refund_for_an_unknown_order_is_listed_and_a_redrive_says_that_it_still_is_unknown()
    {
        await _services.Broker.Database.StreamAddAsync(RefundOrder.Stream, "pk", "nobody's");
        var letters = await Eventually.That(() => LettersAsync(_services.Payment), Has.Count.EqualTo(1));
        var letter = (string)letters[0]!["id"]!;

        var answer = await _services.Payment.Client.PostAsync(Path($"/dead-letters/{letter}/redrive"), null);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("order_not_found"));
        Assert.That((string?)(await LettersAsync(_services.Payment)).Single()!["id"], Is.EqualTo(letter));
    }

    [Test]
    public async Task A_redriven_order_has_its_stock_taken_before_its_letter_is_gone()
    {
        var product = await _services.CreateProductAsync(quantity: 5);
        var letter = await _services.InventoryStore.Database.StreamAddAsync("dead-letters:order_completed",
        [
            new("entry", "1795000000000-0"),
            new("reason", "failed: a bad release"),
            new("deliveries", 5),
            new("size", 60),
            new("fields", $$"""{"pk":"redriven","product_id":"{{product}}","quantity":"2"}"""),
        ]);
        for (var times = 0; times < 2; times++)
        {
            var answer = await _services.Inventory.Client.PostAsync(Path($"/dead-letters/{letter}/redrive"), null);
            Assert.That(answer.StatusCode, Is.EqualTo(times == 0 ? HttpStatusCode.NoContent : HttpStatusCode.NotFound));
            Assert.That(await _services.StockAsync(product), Is.EqualTo(3));
        }
    }

    [Test]
    public async Task The_first_event_settles_which_product_an_order_is_for()
    {
        var one = await _services.CreateProductAsync(quantity: 5);
        var other = await _services.CreateProductAsync(quantity: 5);
        foreach (var product in new[] { one, other })
        {
            await _services.Broker.Database.StreamAddAsync(
                OrderCompleted.Stream, [new("pk", "the-same-order"), new("product_id", product), new("quantity", 2)]);
        }

        var letters = await Eventually.That(() => LettersAsync(_services.Inventory), Has.Count.EqualTo(1));
        Assert.That((string?)letters[0]!["reason"], Is.EqualTo("conflicting_order"));
        await Eventually.That(
            async () => await _services.StockAsync(one) + await _services.StockAsync(other), Is.EqualTo(8));
    }

    [TestCase("nonsense")]
    [TestCase("1-1")]
    public async Task An_unknown_dead_letter_is_not_found(string id)
    {
        var redrive = await _services.Payment.Client.PostAsync(Path($"/dead-letters/{id}/redrive"), null);
        var discard = await _services.Payment.Client.DeleteAsync(Path($"/dead-letters/{id}"));

        Assert.That(
            (redrive.StatusCode, discard.StatusCode), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound)));
    }

    private static async Task<JsonArray> LettersAsync(ServiceProcess service) =>
        JsonNode.Parse(await service.Client.GetStringAsync(Path("/dead-letters")))!.AsArray();

    private static Uri Path(string path) => new(path, UriKind.Relative);
}
