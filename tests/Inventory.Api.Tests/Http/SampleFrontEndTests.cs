using System.Net;
using System.Text.Json.Nodes;
using Inventory.Api.Controllers;
using Testing.Contracts;

namespace Inventory.Api.Tests.Http;

/// <summary>
/// The React pages of the sample that this system re-implements, as a browser runs them from http://localhost:3000: it
/// asks with a preflight what a page of another origin may send, and shows it no answer that does not name its origin.
/// </summary>
public sealed class SampleFrontEndTests()
    : ServiceFixture<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody)
{
    private const string Origin = "http://localhost:3000";

    [Test]
    public async Task Its_form_creates_a_product_that_its_list_shows_and_deletes()
    {
        using var created = await FetchAsync(
            HttpMethod.Post, "/products", """{"name":"Espresso cup","price":"10","quantity":"3"}""");
        Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.Created));

        var product = (await ListAsync()).Single()!;
        Assert.That(
            ((string?)product["name"], (decimal?)product["price"], (int?)product["quantity"]),
            Is.EqualTo(("Espresso cup", 10m, 3)));

        using var deleted = await FetchAsync(HttpMethod.Delete, $"/products/{product["id"]}");
        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await ListAsync(), Is.Empty);
    }

    private async Task<JsonArray> ListAsync()
    {
        using var response = await FetchAsync(HttpMethod.Get, "/products");
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray();
    }

    /// <summary>What <c>fetch</c> of a browser does.</summary>
    private async Task<HttpResponseMessage> FetchAsync(HttpMethod method, string address, string? body = null)
    {
        if (body is not null || method != HttpMethod.Get)
        {
            await PreflightAsync(method, address, body is null ? null : "content-type");
        }

        var response = await SendAsync(method, address, body, ("Origin", Origin));
        AssertIsShown(response);
        return response;
    }

    private async Task PreflightAsync(HttpMethod method, string address, string? header)
    {
        using var answer = await SendAsync(
            HttpMethod.Options, address, body: null,
            ("Origin", Origin),
            ("Access-Control-Request-Method", method.Method),
            ("Access-Control-Request-Headers", header));

        Assert.That(answer.IsSuccessStatusCode, Is.True);
        AssertIsShown(answer);
        Assert.That(answer.Headers.GetValues("Access-Control-Allow-Methods"), Has.One.Contains(method.Method));
        if (header is not null)
        {
            Assert.That(answer.Headers.GetValues("Access-Control-Allow-Headers"), Has.One.Contains(header));
        }
    }

    private static void AssertIsShown(HttpResponseMessage response) =>
        Assert.That(response.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo([Origin]));
}
