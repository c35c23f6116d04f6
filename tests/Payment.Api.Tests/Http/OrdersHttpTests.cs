using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Payment.Api.Controllers;
using Payment.Api.Orders;
using Testing;
using Testing.Contracts;

namespace Payment.Api.Tests.Http;

public sealed class OrdersHttpTests()
    : ServiceFixture<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody)
{
    [Test]
    public async Task A_placed_order_is_201_pending_with_its_address()
    {
        using var created = await PostAsync(ValidBody);

        Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(created.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
        var body = await created.Content.ReadAsStringAsync();
        var id = JsonElement.Parse(body).GetProperty("id").GetString();
        Assert.That(created.Headers.Location?.OriginalString, Is.EqualTo($"/orders/{id}"));
        Assert.That(body, Does.Match(
            $$"""^\{"id":"{{id}}","productId":"p1","price":19.99,"fee":11.99,"total":71.96,"quantity":"""
            + """3,"status":"pending","createdAt":"[^"]+","traceId":"00-[0-9a-f]{32}-[0-9a-f]{16}-00"\}$"""));
    }

    [Test]
    public async Task A_key_stands_for_the_same_order_in_every_release()
    {
        using var created = await SendAsync(HttpMethod.Post, Path, ValidBody, ("Idempotency-Key", "k1"));

        // In stores there are orders under such ids, and they are to be met again for ever.
        Assert.That(
            created.Headers.Location?.OriginalString, Is.EqualTo("/orders/c4bd12c1-ceef-8f98-b6a7-2d923e433f9e"));
    }

    [Test]
    public async Task A_replayed_order_is_shown_as_it_is_now()
    {
        using var created = await SendAsync(HttpMethod.Post, Path, ValidBody, ("Idempotency-Key", "k1"));
        await Eventually.That(() => Client.GetStringAsync(created.Headers.Location), Does.Contain("completed"));

        using var again = await SendAsync(HttpMethod.Post, Path, ValidBody, ("Idempotency-Key", "k1"));

        using var shown = await Client.GetAsync(created.Headers.Location);
        Assert.That(again.Headers.ETag, Is.EqualTo(shown.Headers.ETag).And.Not.EqualTo(created.Headers.ETag));
        Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo(await shown.Content.ReadAsStringAsync()));
    }

    [Test]
    public async Task An_order_is_paid_in_the_background_and_shows_it()
    {
        using var created = await PostAsync(ValidBody);

        var order = await Eventually.That(
            () => Client.GetFromJsonAsync<JsonElement>(created.Headers.Location),
            Has.Property(nameof(JsonElement.ValueKind)).EqualTo(JsonValueKind.Object)
                .And.Matches<JsonElement>(order => order.GetProperty("status").GetString() == "completed"));

        Assert.That(
            order.GetProperty("completedAt").GetDateTimeOffset(),
            Is.GreaterThanOrEqualTo(order.GetProperty("createdAt").GetDateTimeOffset()));
        Assert.That(order.TryGetProperty("reason", out _), Is.False);
        var listed = await Client.GetFromJsonAsync<JsonElement[]>(Path);
        Assert.That(listed!.Select(item => item.GetRawText()), Is.EqualTo([order.GetRawText()]));
    }

    [Test]
    public async Task An_order_that_cannot_be_read_is_500_and_hides_no_other()
    {
        using var created = await PostAsync(ValidBody);
        using var other = await PostAsync(ValidBody);
        var (id, otherId) = (Id(created), Id(other));
        await Store.Database.HashSetAsync(OrderKeys.Order(id), "status", "shipped");

        using var shown = await Client.GetAsync(created.Headers.Location);

        await AssertProblemAsync(shown, HttpStatusCode.InternalServerError);
        var listed = await Client.GetFromJsonAsync<JsonElement[]>(Path);
        Assert.That(listed!.Select(order => order.GetProperty("id").GetString()), Is.EqualTo([otherId]));
    }

    [Test]
    public async Task A_request_with_a_known_key_is_answered_although_the_store_is_full()
    {
        using var created = await SendAsync(HttpMethod.Post, Path, ValidBody, ("Idempotency-Key", "k1"));
        await Store.Server.ConfigSetAsync("maxmemory", 1);
        try
        {
            using var again = await SendAsync(HttpMethod.Post, Path, ValidBody, ("Idempotency-Key", "k1"));
            using var another = await SendAsync(HttpMethod.Post, Path, ValidBody, ("Idempotency-Key", "k2"));

            Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(again.Headers.Location, Is.EqualTo(created.Headers.Location));
            Assert.That(again.Headers.GetValues("Idempotent-Replayed"), Is.EqualTo(["true"]));
            await AssertProblemAsync(another, HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            await Store.Server.ConfigSetAsync("maxmemory", 0);
        }
    }

    [TestCase("0.01", 1, 0.0, 0.01)]
    [TestCase("1000000", 1_000_000, 200_000_000_000.0, 1_200_000_000_000.0)]
    [TestCase("999999.99", 999_999, 199_999_798_000.00, 1_199_998_788_000.01)]
    [TestCase("19.90", 3, 11.94, 71.64)]
    public async Task An_order_at_its_limits_is_exact_to_the_cent(
        string price, int quantity, decimal fee, decimal total)
    {
        using var created = await PostAsync(
            $$"""{ "productId": "p1", "price": {{price}}, "quantity": {{quantity}} }""");

        var order = await created.Content.ReadFromJsonAsync<JsonElement>();
        Assert.That(order.GetProperty("fee").GetDecimal(), Is.EqualTo(fee));
        Assert.That(order.GetProperty("total").GetDecimal(), Is.EqualTo(total));
    }

    [TestCase("productId", null)]
    [TestCase("productId", "null")]
    [TestCase("productId", "\"\"")]
    [TestCase("productId", "\"   \"")]
    [TestCase("productId", "\"p 1\"")]
    [TestCase("productId", "\"p1\\n\"")]
    [TestCase("productId", "\"p{1}\"")]
    [TestCase("productId", "1")]
    [TestCase("price", null)]
    [TestCase("price", "0")]
    [TestCase("price", "0.009")]
    [TestCase("price", "-1")]
    [TestCase("price", "1.001")]
    [TestCase("price", "1000000.01")]
    [TestCase("price", "\"cheap\"")]
    [TestCase("quantity", null)]
    [TestCase("quantity", "0")]
    [TestCase("quantity", "-1")]
    [TestCase("quantity", "1.5")]
    [TestCase("quantity", "1000001")]
    [TestCase("quantity", "1e20")]
    [TestCase("quantity", "\"many\"")]
    public Task A_bad_field_is_400_named_and_not_stored(string field, string? json) => AssertBadFieldAsync(field, json);

    [Test]
    public Task A_product_id_of_201_characters_is_400() =>
        AssertBadFieldAsync("productId", $"\"{new string('x', 201)}\"");

    [Test]
    public async Task A_bad_product_id_is_told_which_characters_it_may_have()
    {
        using var response = await PostAsync("""{ "productId": "p 1", "price": 1, "quantity": 1 }""");

        var problem = await AssertProblemAsync(response, HttpStatusCode.BadRequest, "productId");

        Assert.That(
            problem.GetProperty("errors").GetProperty("productId")[0].GetString(),
            Is.EqualTo("Must be 1 to 200 characters out of A-Z a-z 0-9 _ -."));
    }

    [TestCase("{}")]
    [TestCase("""{ "productId": "", "price": 0, "quantity": 0 }""")]
    public async Task Every_bad_field_is_named(string body)
    {
        using var response = await PostAsync(body);

        await AssertProblemAsync(response, HttpStatusCode.BadRequest, "productId", "price", "quantity");
    }

    private static string Id(HttpResponseMessage created) => created.Headers.Location!.OriginalString.Split('/')[^1];
}
