using System.Net;
using Inventory.Api.Controllers;
using Testing;
using Testing.Contracts;

namespace Inventory.Api.Tests.Http;

/// <summary>What may be said of the tokens that are taken.</summary>
public sealed class TokenSettingsTests
{
    private RedisServer _redis = null!;

    [OneTimeSetUp]
    public async Task StartRedisAsync() => _redis = await RedisServer.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopRedisAsync() => _redis.DisposeAsync();

    [TestCase("scp", "products:read")]
    [TestCase("roles", "openid products:read")]
    public async Task The_claim_with_the_permissions_may_have_another_name(string claim, string permissions)
    {
        var settings = new Dictionary<string, string?>(Tokens.Settings) { ["Authentication:PermissionClaim"] = claim };
        await using var host = Host(settings);

        Assert.That(await StatusAsync(host, Tokens.Create(scope: permissions)), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(
            await StatusAsync(host, Tokens.Create(change: token => token.Claims[claim] = permissions)),
            Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("another")]
    [TestCase(null)]
    public async Task Tokens_for_any_audience_are_taken_where_that_is_said(string? audience)
    {
        var settings = new Dictionary<string, string?>(Tokens.Settings) { ["Authentication:AnyAudience"] = "true" };
        var token = Tokens.Create(scope: "products:read", change: token => token.Audience = audience);
        await using var open = Host(settings);
        await using var usual = Host(new(Tokens.Settings));

        Assert.That(await StatusAsync(open, token), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(usual, token), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task While_the_issuer_has_not_given_its_keys_a_token_is_503_and_the_service_is_not_ready()
    {
        await using var issuer = new TokenIssuer();
        await using var host = Host(new()
        {
            ["Authentication:Schemes:Bearer:Authority"] = issuer.Address,
            ["Authentication:Schemes:Bearer:RequireHttpsMetadata"] = "false",
            ["Authentication:Schemes:Bearer:ValidAudience"] = "shop",
        });
        var token = issuer.CreateToken(audience: "shop", scope: "products:read");

        using var asked = new HttpRequestMessage(HttpMethod.Get, "/products");
        asked.Headers.Authorization = new("Bearer", token);
        using var refused = await host.Client.SendAsync(asked);
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(refused.Headers.RetryAfter, Is.Not.Null);
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("The issuer of the tokens is away"));
        Assert.That(await StatusAsync(host, token: null), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await HealthAsync(), Does.Contain("\"issuer\":\"keys not known yet\"").And.Contains("Unhealthy"));

        await issuer.StartAsync();
        await Eventually.That(() => StatusAsync(host, token), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await HealthAsync(), Does.Contain("\"issuer\":\"Healthy\""));

        await issuer.StopAsync();
        Assert.That(await StatusAsync(host, token), Is.EqualTo(HttpStatusCode.OK), "what is known stays known");

        async Task<string> HealthAsync() => await (await host.Client.GetAsync("/health/ready")).Content.ReadAsStringAsync();
    }

    private ServiceHost<ProductsController> Host(Dictionary<string, string?> settings) =>
        new(_redis.ConnectionString, _redis.ConnectionString, settings);

    private static async Task<HttpStatusCode> StatusAsync(ServiceHost<ProductsController> host, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/products");
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        using var response = await host.Client.SendAsync(request);
        return response.StatusCode;
    }
}
