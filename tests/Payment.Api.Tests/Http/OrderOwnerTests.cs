using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Payment.Api.Controllers;
using Testing.Contracts;

namespace Payment.Api.Tests.Http;

/// <summary>An order belongs to who placed it; to others it does not exist.</summary>
public sealed class OrderOwnerTests()
    : ServiceFixture<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody)
{
    protected override Dictionary<string, string?> Settings => Tokens.Settings;

    [Test]
    public async Task An_order_of_another_is_404()
    {
        var id = await PlaceAsync("alice");

        Assert.That(await StatusAsync("alice", $"/orders/{id}"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync("bob", $"/orders/{id}"), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await StatusAsync("bob", $"/orders/{id}/events"), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Everybody_lists_the_own_orders_only()
    {
        string[] mine = [await PlaceAsync("alice"), await PlaceAsync("alice")];
        await PlaceAsync("bob");

        using var response = await SendAsync(HttpMethod.Get, "/orders", headers: Token("alice"));
        var orders = await response.Content.ReadFromJsonAsync<JsonElement[]>();
        var listed = orders!.Select(order => order.GetProperty("id").GetString());

        Assert.That(listed, Is.EquivalentTo(mine));
    }

    [Test]
    public async Task The_same_idempotency_key_of_two_callers_places_two_orders()
    {
        var key = ("Idempotency-Key", "basket-1");

        var order = await PlaceAsync("alice", key);

        Assert.That(await PlaceAsync("alice", key), Is.EqualTo(order));
        Assert.That(await PlaceAsync("bob", key), Is.Not.EqualTo(order));
    }

    private async Task<string> PlaceAsync(string caller, params (string, string?)[] headers)
    {
        using var response = await SendAsync(HttpMethod.Post, Path, ValidBody, [Token(caller), .. headers]);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private async Task<HttpStatusCode> StatusAsync(string caller, string address)
    {
        using var response = await SendAsync(HttpMethod.Get, address, headers: Token(caller));
        return response.StatusCode;
    }

    private static (string, string?) Token(string caller) =>
        ("Authorization", $"Bearer {Tokens.Create(subject: caller, scope: "orders:place orders:read")}");
}
