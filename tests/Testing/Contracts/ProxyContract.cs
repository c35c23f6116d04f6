using System.Net;
using System.Net.Http.Json;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Link = (System.Uri Address, string Kind);

namespace Testing.Contracts;

/// <summary>That behind a proxy which shows a service below a prefix, every address in an answer works.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract partial class ProxyContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    [TestCase("/shop", true)]
    [TestCase("/shop", false)]
    [TestCase("/v1/my-shop", true)]
    [TestCase("/v1/my-shop", false)]
    [TestCase("/caf\u00e9", true)]
    public Task Below_a_prefix_of_the_settings_every_address_works(string prefix, bool strips) =>
        AssertAddressesWorkAsync(prefix, strips, tells: false);

    [TestCase("/shop")]
    [TestCase("/v1/my-shop")]
    [TestCase("/caf\u00e9")]
    public Task Below_a_prefix_that_the_proxy_names_every_address_works(string prefix) =>
        AssertAddressesWorkAsync(prefix, strips: true, tells: true);

    [Test]
    public Task Below_a_prefix_that_is_a_path_of_the_service_every_address_works([Values] bool tells) =>
        AssertAddressesWorkAsync(Path, strips: true, tells);

    private async Task AssertAddressesWorkAsync(string prefix, bool strips, bool tells)
    {
        await using var service = new ServiceHost<TController>(
            Store.ConnectionString,
            Broker.ConnectionString,
            tells ? new() { ["Proxies:Trusted"] = "127.0.0.1" } : new() { ["Proxies:PathBase"] = prefix });
        await using var proxy = await ReverseProxy.StartAsync(service.Client.BaseAddress!, prefix, strips, tells);
        List<Link> links =
        [
            await CreateAsync(proxy.Client, prefix),
            await CreateAsync(proxy.Client, prefix),
            await FindNextPageAsync(proxy.Client, prefix),
            await FindExplanationAsync(proxy.Client, prefix),
            .. await FindInDocumentAsync(proxy.Client, prefix),
            .. await FindOnPageAsync(proxy.Client, prefix),
        ];

        using (Assert.EnterMultipleScope())
        {
            foreach (var (address, kind) in links)
            {
                using var answer = await proxy.Client.GetAsync(address);
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{address}");
                Assert.That(answer.Content.Headers.ContentType?.MediaType, Does.StartWith(kind), $"{address}");
            }
        }
    }

    private async Task<Link> CreateAsync(HttpClient client, string prefix)
    {
        using var body = new StringContent(ValidBody, Encoding.UTF8, MediaTypeNames.Application.Json);
        using var created = await client.PostAsync(prefix + Path, body);
        return Lead(created, created.Headers.Location!.OriginalString, MediaTypeNames.Application.Json);
    }

    private async Task<Link> FindNextPageAsync(HttpClient client, string prefix)
    {
        using var page = await client.GetAsync($"{prefix}{Path}?limit=1");
        var next = page.Headers.GetValues("Link").Single().Split('<', '>')[1];
        return Lead(page, next, MediaTypeNames.Application.Json);
    }

    private static async Task<Link> FindExplanationAsync(HttpClient client, string prefix)
    {
        using var answer = await client.GetAsync($"{prefix}/no/such/path");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return Lead(answer, problem.GetProperty("type").GetString()!, MediaTypeNames.Text.Html);
    }

    private async Task<Link[]> FindInDocumentAsync(HttpClient client, string prefix)
    {
        using var answer = await client.GetAsync($"{prefix}/swagger/v1/swagger.json");
        var document = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var server = document.GetProperty("servers")[0].GetProperty("url").GetString()!;
        var description = document.GetProperty("info").GetProperty("description").GetString()!;
        return
        [
            Lead(answer, server.TrimEnd('/') + Path, MediaTypeNames.Application.Json),
            Lead(answer, MarkdownLink().Match(description).Groups[1].Value, MediaTypeNames.Text.Html),
        ];
    }

    /// <summary>Swagger UI, to which the root leads, its parts, and the document that it shows.</summary>
    private static async Task<IEnumerable<Link>> FindOnPageAsync(HttpClient client, string prefix)
    {
        using var root = await client.GetAsync(prefix);
        Assert.That(root.RequestMessage!.RequestUri!.AbsolutePath, Does.EndWith("/swagger/index.html"));
        var parts = PagePart().Matches(await root.Content.ReadAsStringAsync()).Select(part => part.Groups[1].Value);
        var script = await client.GetStringAsync(new Uri(root.RequestMessage.RequestUri, "index.js"));
        return parts.Append(DocumentAddress().Match(script).Groups[1].Value).Select(part => Lead(root, part, ""));
    }

    /// <summary>Where an address in an answer leads a client.</summary>
    private static Link Lead(HttpResponseMessage answer, string address, string kind) =>
        (new Uri(answer.RequestMessage!.RequestUri!, address), kind);

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex MarkdownLink();

    [GeneratedRegex("(?:href|src)=\"([^\"]+)\"")]
    private static partial Regex PagePart();

    [GeneratedRegex("\"url\":\"([^\"]+)\"")]
    private static partial Regex DocumentAddress();
}
