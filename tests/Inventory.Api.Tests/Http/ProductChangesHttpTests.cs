using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Inventory.Api.Controllers;
using Testing.Contracts;

namespace Inventory.Api.Tests.Http;

public sealed class ProductChangesHttpTests()
    : ServiceFixture<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody)
{
    private static readonly string[] _methods = ["PATCH", "POST", "DELETE"];

    private static readonly (string IfMatch, HttpStatusCode? Refusal)[] _conditions =
    [
        ("*", null),
        ("\"1\"", null),
        ("\"0\", \"1\"", null),
        ("\"2\"", HttpStatusCode.PreconditionFailed),
        ("\"0\", \"11\"", HttpStatusCode.PreconditionFailed),
        ("W/\"1\"", HttpStatusCode.PreconditionFailed),
        ("\"*\"", HttpStatusCode.PreconditionFailed),
        ("", HttpStatusCode.BadRequest),
        ("1", HttpStatusCode.BadRequest),
        ("\"1\" \"2\"", HttpStatusCode.BadRequest),
        ("*, \"1\"", HttpStatusCode.BadRequest),
    ];

    private string _address = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        using var created = await PostAsync(ValidBody);
        Assert.That(created.Headers.ETag, Is.EqualTo(new EntityTagHeaderValue("\"1\"")));
        _address = created.Headers.Location!.OriginalString;
    }

    [TestCase("""{ "name": "Mug", "price": 20.50 }""", "Mug", "20.5")]
    [TestCase("""{ "name": "Mug" }""", "Mug", "19.99")]
    [TestCase("""{ "price": 1e2 }""", "Espresso cup", "100")]
    public async Task A_patch_is_200_with_the_product_and_its_new_tag(string patch, string name, string price)
    {
        using var answer = await PatchAsync(patch, "\"1\"");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Headers.ETag, Is.EqualTo(new EntityTagHeaderValue("\"2\"")));
        var body = await answer.Content.ReadAsStringAsync();
        Assert.That(body, Does.EndWith($"\"name\":\"{name}\",\"price\":{price},\"quantity\":5}}"));
        using var shown = await Client.GetAsync(_address);
        Assert.That(await shown.Content.ReadAsStringAsync(), Is.EqualTo(body));
        Assert.That(shown.Headers.ETag, Is.EqualTo(answer.Headers.ETag));
    }

    [TestCase("application/json", HttpStatusCode.OK)]
    [TestCase("application/merge-patch+json", HttpStatusCode.OK)]
    [TestCase("application/xml", HttpStatusCode.UnsupportedMediaType)]
    [TestCase("text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_patch_is_json_or_a_merge_patch(string contentType, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, _address);
        request.Headers.IfMatch.Add(EntityTagHeaderValue.Any);
        request.Content = new StringContent("""{ "name": "Mug" }""", Encoding.UTF8, contentType);

        using var answer = await Client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task If_match_decides_whether_a_product_is_changed(
        [ValueSource(nameof(_methods))] string method,
        [ValueSource(nameof(_conditions))] (string IfMatch, HttpStatusCode? Refusal) condition)
    {
        using var answer = await ChangeAsync(method, condition.IfMatch);

        if (condition.Refusal is not { } status)
        {
            Assert.That(answer.IsSuccessStatusCode, Is.True);
            return;
        }

        await AssertProblemAsync(answer, status, status == HttpStatusCode.BadRequest ? ["If-Match"] : []);
        await AssertUnchangedAsync();
    }

    [Test]
    public async Task Only_a_patch_needs_to_say_which_version_it_is_for()
    {
        await AssertProblemAsync(await ChangeAsync("PATCH", ifMatch: null), HttpStatusCode.PreconditionRequired);
        await AssertUnchangedAsync();

        using var changed = await ChangeAsync("POST", ifMatch: null);
        using var deleted = await ChangeAsync("DELETE", ifMatch: null);

        Assert.That(changed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [TestCase("\"1\"")]
    [TestCase("\"7\"")]
    [TestCase(null)]
    public async Task A_change_sent_again_is_answered_as_at_first_whatever_version_there_is_now(string? ifMatch)
    {
        using var first = await ChangeAsync("POST", "\"1\"", "k1");
        using var again = await ChangeAsync("POST", ifMatch, "k1");

        Assert.That(first.Headers.ETag, Is.EqualTo(new EntityTagHeaderValue("\"2\"")));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(again.Headers.ETag, Is.EqualTo(first.Headers.ETag));
        Assert.That(again.Headers.GetValues("Idempotent-Replayed"), Is.EqualTo(["true"]));
        Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
    }

    [Test]
    public async Task A_change_of_another_version_does_not_use_up_its_key()
    {
        await AssertProblemAsync(await ChangeAsync("POST", "\"2\"", "k1"), HttpStatusCode.PreconditionFailed);

        using var answer = await ChangeAsync("POST", "\"1\"", "k1");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Headers.Contains("Idempotent-Replayed"), Is.False);
    }

    [TestCase("{}", "body")]
    [TestCase("[]", "body")]
    [TestCase("""{ "name": null }""", "name")]
    [TestCase("""{ "name": null, "price": 5 }""", "name")]
    [TestCase("""{ "name": "Mug", "price": null }""", "price")]
    [TestCase("""{ "name": "" }""", "name")]
    [TestCase("""{ "name": "  " }""", "name")]
    [TestCase("""{ "name": 5 }""", "name")]
    [TestCase("""{ "price": 0 }""", "price")]
    [TestCase("""{ "price": 1.001 }""", "price")]
    [TestCase("""{ "price": 1000000.01 }""", "price")]
    [TestCase("""{ "price": "cheap" }""", "price")]
    public async Task A_patch_that_cannot_be_used_is_400_and_changes_nothing(string body, string field)
    {
        await AssertProblemAsync(await PatchAsync(body, "\"1\""), HttpStatusCode.BadRequest, field);
        await AssertUnchangedAsync();
    }

    [Test]
    public Task A_patched_name_of_201_characters_is_400() =>
        A_patch_that_cannot_be_used_is_400_and_changes_nothing($$"""{ "name": "{{new string('x', 201)}}" }""", "name");

    [TestCase(1, 6)]
    [TestCase(-5, 0)]
    [TestCase(999_999_995, 1_000_000_000)]
    public async Task A_change_of_the_stock_is_200_with_the_product(int delta, int quantity)
    {
        using var answer = await ChangeStockAsync(delta);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Headers.ETag, Is.EqualTo(new EntityTagHeaderValue("\"2\"")));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.EndWith($"\"quantity\":{quantity}}}"));
        Assert.That(await Client.GetStringAsync(_address), Is.EqualTo(await answer.Content.ReadAsStringAsync()));
    }

    [TestCase(-6)]
    [TestCase(999_999_996)]
    public async Task A_stock_beyond_its_bounds_is_409_and_stays(int delta)
    {
        await AssertProblemAsync(await ChangeStockAsync(delta), HttpStatusCode.Conflict);
        await AssertUnchangedAsync();
    }

    [TestCase("{}")]
    [TestCase("""{ "delta": null }""")]
    [TestCase("""{ "delta": 0 }""")]
    [TestCase("""{ "delta": 1.5 }""")]
    [TestCase("""{ "delta": 1000000001 }""")]
    [TestCase("""{ "delta": -1000000001 }""")]
    [TestCase("""{ "delta": 1e20 }""")]
    [TestCase("""{ "delta": "some" }""")]
    public async Task A_delta_that_cannot_be_used_is_400_and_changes_nothing(string body)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"{_address}/stock", body);

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "delta");
        await AssertUnchangedAsync();
    }

    [Test]
    public async Task A_change_of_the_stock_sent_again_is_answered_as_at_first()
    {
        using var first = await ChangeStockAsync(2, "k1");
        await ChangeStockAsync(5);
        using var again = await ChangeStockAsync(2, "k1");

        Assert.That(first.Headers.Contains("Idempotent-Replayed"), Is.False);
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(again.Headers.GetValues("Idempotent-Replayed"), Is.EqualTo(["true"]));
        Assert.That(again.Headers.ETag, Is.EqualTo(first.Headers.ETag));
        Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
        Assert.That(await Client.GetStringAsync(_address), Does.Contain("\"quantity\":12"));
    }

    [Test]
    public async Task A_key_belongs_to_one_change_of_one_product()
    {
        using var other = await PostAsync(ValidBody);
        await ChangeStockAsync(2, "k1");

        await AssertProblemAsync(await ChangeStockAsync(3, "k1"), HttpStatusCode.UnprocessableEntity);
        using var elsewhere = await SendAsync(
            HttpMethod.Post, $"{other.Headers.Location}/stock", """{ "delta": 3 }""", ("Idempotency-Key", "k1"));
        Assert.That(elsewhere.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_key_that_cannot_be_used_is_400_and_the_stock_stays()
    {
        await AssertProblemAsync(await ChangeStockAsync(2, "two words"), HttpStatusCode.BadRequest, "Idempotency-Key");
        await AssertUnchangedAsync();
    }

    [Test]
    public async Task An_unknown_product_is_404()
    {
        _address = $"{Path}/unknown";

        foreach (var method in _methods)
        {
            await AssertProblemAsync(await ChangeAsync(method, "*"), HttpStatusCode.NotFound);
            await AssertProblemAsync(await ChangeAsync(method, "\"1\""), HttpStatusCode.NotFound);
        }
    }

    /// <summary>Sends what the product takes by this method.</summary>
    private Task<HttpResponseMessage> ChangeAsync(string method, string? ifMatch, string? key = null)
    {
        var (address, body) = method switch
        {
            "PATCH" => (_address, """{ "name": "Mug" }"""),
            "POST" => ($"{_address}/stock", """{ "delta": 2 }"""),
            _ => (_address, null),
        };
        return SendAsync(new HttpMethod(method), address, body, ("If-Match", ifMatch), ("Idempotency-Key", key));
    }

    private Task<HttpResponseMessage> PatchAsync(string body, string? ifMatch) =>
        SendAsync(HttpMethod.Patch, _address, body, ("If-Match", ifMatch));

    private Task<HttpResponseMessage> ChangeStockAsync(int delta, string? key = null) =>
        SendAsync(HttpMethod.Post, $"{_address}/stock", $$"""{ "delta": {{delta}} }""", ("Idempotency-Key", key));

    private async Task AssertUnchangedAsync()
    {
        using var shown = await Client.GetAsync(_address);
        Assert.That(shown.Headers.ETag, Is.EqualTo(new EntityTagHeaderValue("\"1\"")));
        Assert.That(
            await shown.Content.ReadAsStringAsync(),
            Does.EndWith("\"name\":\"Espresso cup\",\"price\":19.99,\"quantity\":5}"));
    }
}
