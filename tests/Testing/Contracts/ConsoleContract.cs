using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Shared.Redis.Connections;
using Shared.ServiceDefaults.Console;

namespace Testing.Contracts;

/// <summary>The console page as it is served; what it does is tried in a browser.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract partial class ConsoleContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    private const int MaxCompressed = 60_000;

    protected override Dictionary<string, string?> Settings =>
        new(Tokens.Settings) { ["Console:Peer"] = "https://shop.example/other" };

    private static IEnumerable<string> Files => typeof(ConsoleOptions).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("console/", StringComparison.Ordinal));

    [Test]
    public async Task The_page_is_open_to_everybody_and_knows_its_service_and_the_other()
    {
        using var answer = await Client.GetAsync("/console");
        var page = await answer.Content.ReadAsStringAsync();

        Assert.That(answer.RequestMessage!.RequestUri!.AbsolutePath, Is.EqualTo("/console/"));
        Assert.That(page, Does.Match("data-service=\"(inventory|payment)\" data-peer=\"https://shop.example/other\""));
        Assert.That(page, Does.Not.Contain("{{"));
    }

    [Test]
    public async Task Every_file_is_served_as_what_it_is_and_not_sent_again_to_who_has_it(
        [ValueSource(nameof(Files))] string file)
    {
        using var first = await Client.GetAsync($"/{file}");
        using var again = await SendAsync(
            HttpMethod.Get, $"/{file}", headers: ("If-None-Match", $"{first.Headers.ETag}"));

        var type = System.IO.Path.GetExtension(file) switch
        {
            ".js" => "text/javascript",
            ".css" => "text/css",
            ".md" => "text/plain",
            _ => "text/html",
        };
        Assert.That(first.Content.Headers.ContentType?.MediaType, Is.EqualTo(type));
        Assert.That(first.Headers.CacheControl?.NoCache, Is.True);
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [Test]
    public async Task What_a_file_names_is_there([ValueSource(nameof(Files))] string file)
    {
        foreach (Match named in Named().Matches(Embedded.Text<ConsoleOptions>(file)))
        {
            using var answer = await Client.GetAsync($"/console/{named.Groups["file"].Value}");
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), named.Value);
        }
    }

    [Test]
    public async Task A_file_that_is_not_there_is_not_found([Values("no.js", "..%2Fapp.js", "page/app.js")] string file)
    {
        using var answer = await SendAsync(
            HttpMethod.Get, $"/console/{file}", headers: ("Authorization", $"Bearer {Tokens.Create()}"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public void The_page_is_small()
    {
        using var compressed = new MemoryStream();
        foreach (var file in Files)
        {
            using var brotli = new BrotliStream(compressed, CompressionLevel.Optimal, leaveOpen: true);
            brotli.Write(Encoding.UTF8.GetBytes(Embedded.Text<ConsoleOptions>(file)));
        }

        Assert.That(compressed.Length, Is.LessThan(MaxCompressed));
    }

    [Test]
    public void The_page_makes_no_markup_of_data() => Assert.That(
        Files.Select(Embedded.Text<ConsoleOptions>),
        Has.None.Match("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|localStorage"));

    [TestCase("Development", null, null, HttpStatusCode.OK)]
    [TestCase("Development", "false", null, HttpStatusCode.NotFound)]
    [TestCase("Development", null, "false", HttpStatusCode.NotFound)]
    [TestCase("Production", null, null, HttpStatusCode.NotFound)]
    [TestCase("Production", null, "true", HttpStatusCode.OK)]
    [TestCase("Production", "true", null, HttpStatusCode.OK)]
    [TestCase("Production", "true", "false", HttpStatusCode.OK)]
    public async Task It_is_served_where_Swagger_is_unless_it_is_said(
        string environment, string? console, string? swagger, HttpStatusCode expected)
    {
        await using var host = Start(
            ("environment", environment), ("Console:Enabled", console), ("Swagger:Enabled", swagger));

        using var answer = await host.Client.GetAsync("/console/");

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
    }

    [TestCase("https://shop.example:8443/other", "connect-src 'self' https://shop.example:8443;")]
    [TestCase(null, "connect-src 'self' http: https:;")]
    public async Task It_talks_to_its_service_and_the_other_and_to_any_only_where_none_is_set(
        string? peer, string expected)
    {
        await using var host = Start(("Console:Peer", peer));

        using var answer = await host.Client.GetAsync("/console/");

        Assert.That(
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            Does.Contain(expected).And.Not.Contain("unsafe").And.StartsWith("default-src 'none'; script-src 'self';"));
    }

    /// <summary>Starts the service with these settings; one that is null is not given.</summary>
    private ServiceHost<TController> Start(params (string Name, string? Value)[] settings) => new(
        Store.ConnectionString,
        Broker.ConnectionString,
        settings.Where(one => one.Value is not null).ToDictionary(one => one.Name, one => one.Value));

    [GeneratedRegex("""(from '\./|src="|href="(?!data:))(?<file>[^'"]+)['"]""")]
    private static partial Regex Named();
}
