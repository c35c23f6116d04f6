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
        Assert.That(((string?)letter["reason"], (string?)letter["fields"]!["product_id"]), Is.EqualTo(("malformed", "x")));

        var address = Path($"/dead-letters/{letter["id"]}");
        Assert.That((await _services.Inventory.Client.DeleteAsync(address)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await _services.Inventory.Client.DeleteAsync(address)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_refund_for_an_unknown_order_is_listed_and_a_redrive_brings_it_to_the_handler_again()
    {
        await _services.Broker.Database.StreamAddAsync(RefundOrder.Stream, "pk", "nobody's");
        var first = (string)(await Eventually.That(() => LettersAsync(_services.Payment), Has.Count.EqualTo(1)))[0]!["id"]!;

        var answer = await _services.Payment.Client.PostAsync(Path($"/dead-letters/{first}/redrive"), null);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        var again = (await Eventually.That(
            async () => (await LettersAsync(_services.Payment)).FirstOrDefault(letter => (string)letter!["id"]! != first), Is.Not.Null))!;
        Assert.That((string?)again["reason"], Is.EqualTo("order_not_found"));
    }

    [Test]
    public async Task The_first_event_settles_which_product_an_order_is_for()
    {
        var (one, other) = (await _services.CreateProductAsync(quantity: 5), await _services.CreateProductAsync(quantity: 5));
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

        Assert.That((redrive.StatusCode, discard.StatusCode), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound)));
    }

    private static async Task<JsonArray> LettersAsync(ServiceProcess service) =>
        JsonNode.Parse(await service.Client.GetStringAsync(Path("/dead-letters")))!.AsArray();

    private static Uri Path(string path) => new(path, UriKind.Relative);
}
