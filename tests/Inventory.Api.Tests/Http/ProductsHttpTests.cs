using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Inventory.Api.Controllers;
using Testing.Contracts;

namespace Inventory.Api.Tests.Http;

public sealed class ProductsHttpTests()
    : ServiceFixture<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody)
{
    [Test]
    public async Task A_created_product_is_201_with_its_address_and_stays_as_it_was_answered()
    {
        using var created = await PostAsync(ValidBody);

        Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(created.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
        var body = await created.Content.ReadAsStringAsync();
        var id = JsonElement.Parse(body).GetProperty("id").GetString();
        Assert.That(body, Is.EqualTo($$"""{"id":"{{id}}","name":"Espresso cup","price":19.99,"quantity":5}"""));
        Assert.That(created.Headers.Location?.OriginalString, Is.EqualTo($"/products/{id}"));

        using var found = await Client.GetAsync(created.Headers.Location);
        Assert.That(found.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await found.Content.ReadAsStringAsync(), Is.EqualTo(body));
        Assert.That(await Client.GetStringAsync(Path), Is.EqualTo($"[{body}]"));
    }

    [TestCase(1, "0.01", 0)]
    [TestCase(200, "1000000", 1_000_000_000)]
    [TestCase(3, "19.90", 1)]
    [TestCase(3, "1e2", 1)]
    public async Task A_product_at_its_limits_is_taken(int nameLength, string price, int quantity)
    {
        using var created = await PostAsync(
            $$"""{ "name": "{{new string('x', nameLength)}}", "price": {{price}}, "quantity": {{quantity}} }""");

        Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task A_deleted_product_is_204_and_then_404()
    {
        using var created = await PostAsync(ValidBody);
        var address = created.Headers.Location;

        using var deleted = await Client.DeleteAsync(address);
        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));

        await AssertProblemAsync(await Client.DeleteAsync(address), HttpStatusCode.NotFound);
        await AssertProblemAsync(await Client.GetAsync(address), HttpStatusCode.NotFound);
        Assert.That(await Client.GetFromJsonAsync<JsonElement[]>(Path), Is.Empty);
    }

    [TestCase("name", null)]
    [TestCase("name", "null")]
    [TestCase("name", "\"\"")]
    [TestCase("name", "\"   \"")]
    [TestCase("name", "5")]
    [TestCase("price", null)]
    [TestCase("price", "null")]
    [TestCase("price", "0")]
    [TestCase("price", "0.009")]
    [TestCase("price", "-1")]
    [TestCase("price", "1.001")]
    [TestCase("price", "1000000.01")]
    [TestCase("price", "1e400")]
    [TestCase("price", "\"cheap\"")]
    [TestCase("quantity", null)]
    [TestCase("quantity", "null")]
    [TestCase("quantity", "-1")]
    [TestCase("quantity", "1.5")]
    [TestCase("quantity", "1000000001")]
    [TestCase("quantity", "1e20")]
    [TestCase("quantity", "\"many\"")]
    public Task A_bad_field_is_400_named_and_not_stored(string field, string? json) => AssertBadFieldAsync(field, json);

    [Test]
    public Task A_name_of_201_characters_is_400([Values("x", "\U0001F600")] string character) =>
        AssertBadFieldAsync("name", $"\"{string.Concat(Enumerable.Repeat(character, 201))}\"");

    [Test]
    public async Task A_name_of_200_characters_that_take_two_units_each_is_taken()
    {
        using var created = await PostAsync(Named(string.Concat(Enumerable.Repeat("\U0001F600", 200))));

        Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [TestCase("\0")]
    [TestCase("a\0b")]
    [TestCase("a\nb")]
    [TestCase("\t")]
    [TestCase("a\u007f")]
    [TestCase("a\u0085")]
    [TestCase("\u00a0\u2003")]
    [TestCase("\u200b")]
    [TestCase("\ufeff \u2060\u200d")]
    public async Task A_name_with_control_characters_or_nothing_to_see_is_400(string name)
    {
        await AssertProblemAsync(await PostAsync(Named(name)), HttpStatusCode.BadRequest, "name");
        Assert.That(StoredKeys(), Is.Empty);
    }

    [TestCase(" Cup ")]
    [TestCase("e\u0301 is not \u00e9")]
    [TestCase("\U0001F468\u200d\U0001F469\u200d\U0001F467")]
    [TestCase("\u202eright to left")]
    [TestCase("<script>alert('\"\\')</script> & %00 {0} $1")]
    public async Task Every_other_name_is_kept_as_it_is(string name)
    {
        using var created = await PostAsync(Named(name));

        var product = await Client.GetFromJsonAsync<JsonElement>(created.Headers.Location);
        Assert.That(product.GetProperty("name").GetString(), Is.EqualTo(name));
    }

    private static string Named(string name) =>
        $$"""{ "name": {{JsonSerializer.Serialize(name)}}, "price": 1, "quantity": 1 }""";

    [TestCase("{}")]
    [TestCase("""{ "name": "", "price": 0, "quantity": -1 }""")]
    public async Task Every_bad_field_is_named(string body)
    {
        using var response = await PostAsync(body);

        await AssertProblemAsync(response, HttpStatusCode.BadRequest, "name", "price", "quantity");
    }
}
