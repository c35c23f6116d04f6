using System.Net.Http.Json;
using System.Text.Json;

namespace Testing.Contracts;

/// <summary>Whom a service believes what a request was before it was forwarded.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class ForwardedContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    protected override Dictionary<string, string?> Settings =>
        new() { ["Proxies:Trusted"] = "10.1.0.0/16, 127.0.0.1, FD00::/8" };

    [Test]
    public async Task The_document_names_the_prefix_of_each_request()
    {
        foreach (var prefix in new[] { "/shop", "", "/v1/my-shop", "/shop" })
        {
            using var answer = await SendAsync(
                HttpMethod.Get, "/swagger/v1/swagger.json", headers: ("X-Forwarded-Prefix", prefix));
            var document = await answer.Content.ReadAsStringAsync();

            Assert.That(document, Does.Contain($"\"url\": \"{(prefix.Length > 0 ? prefix : "/")}\""));
            Assert.That(document, Does.Contain($"]({prefix}/problems)"));
        }
    }

    [TestCase("//example.com")]
    [TestCase("///example.com")]
    [TestCase("/shop//example.com")]
    [TestCase("/shop/..")]
    [TestCase("https://example.com")]
    [TestCase("/")]
    public async Task A_forwarded_prefix_that_is_none_leads_nowhere(string prefix) =>
        Assert.That(await FindTypeAsync(Client, ("X-Forwarded-Prefix", prefix)), Is.EqualTo("/problems#not-found"));

    [TestCase("/shop/")]
    [TestCase("/shop//")]
    [TestCase("/elsewhere, /shop")]
    public async Task Of_a_forwarded_prefix_counts_what_the_proxy_said(string prefix) => Assert.That(
        await FindTypeAsync(Client, ("X-Forwarded-For", "203.0.113.1"), ("X-Forwarded-Prefix", prefix)),
        Is.EqualTo("/shop/problems#not-found"));

    [Test]
    public async Task The_prefix_of_the_settings_comes_before_one_that_is_forwarded()
    {
        await using var service = NewService(new(Settings) { ["Proxies:PathBase"] = "/shop" });

        var type = await FindTypeAsync(service.Client, ("X-Forwarded-Prefix", "/elsewhere"));

        Assert.That(type, Is.EqualTo("/shop/problems#not-found"));
    }

    [TestCase("Proxies:Trusted", "")]
    [TestCase("Proxies:Trusted", "10.1.0.0/16, ::1, 127.0.0.2")]
    [TestCase("ForwardedHeaders_Enabled", "true")]
    public async Task Nobody_is_believed_whom_the_settings_do_not_name(string name, string value)
    {
        await using var service = NewService(
            new() { [name] = value, ["RateLimit:PerSecond"] = "1", ["RateLimit:Burst"] = "5" });

        var types = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => FindTypeAsync(
            service.Client, ("X-Forwarded-For", $"203.0.113.{i}"), ("X-Forwarded-Prefix", "/shop"))));

        Assert.That(types, Has.Some.EqualTo("/problems#too-many-requests").And.Some.EqualTo("/problems#not-found"));
        Assert.That(types, Is.All.StartsWith("/problems#"));
    }

    [TestCase("proxy", "shop")]
    [TestCase("10.0.0.7/8", "/shop/")]
    [TestCase("10.7", "//shop")]
    [TestCase("010.0.0.7", "/")]
    [TestCase("0.0.0.0/0", "/shop/..")]
    [TestCase("10.0.0.7:8080", "/shop?a=b")]
    [TestCase("::ffff:10.0.0.7", "https://example.com/shop")]
    public async Task What_is_no_address_or_no_prefix_stops_the_start(string trusted, string prefix)
    {
        var said = await RefusedStart.RunAsync(
            typeof(TController).Assembly, ("Proxies:Trusted", $"10.0.0.7,{trusted}"), ("Proxies:PathBase", prefix));

        Assert.That(said, Is.EquivalentTo(
        [
            $"Not started: Proxies:Trusted=10.0.0.7,{trusted} cannot be used; it must be addresses and networks "
                + $"such as 10.0.0.7, 10.1.0.0/16 and fd00::/8, and {trusted} is none.",
            $"Not started: Proxies:PathBase={prefix} cannot be used; it must be empty, or a path such as /shop "
                + "that begins with a slash and does not end with one.",
        ]));
    }

    private ServiceHost<TController> NewService(Dictionary<string, string?> settings) =>
        new(Store.ConnectionString, Broker.ConnectionString, settings);

    /// <summary>The address in an answer that every service gives.</summary>
    private static async Task<string> FindTypeAsync(HttpClient client, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/no/such/path");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await client.SendAsync(request);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString()!;
    }
}
