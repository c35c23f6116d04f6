using System.Net;

namespace Testing.Contracts;

/// <summary>Which pages of other origins a browser lets use a service.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class CrossOriginContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    private const string Known = "http://localhost:3000"; // in appsettings.Development.json
    private const string Foreign = "http://localhost:3001";
    private const string Headers = "content-type,idempotency-key,if-match,prefer";

    [Test]
    public async Task A_known_origin_may_send_JSON_and_every_header_of_ours()
    {
        using var response = await PreflightAsync(Client, Known);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.EqualTo(Known));
        Assert.That(Header(response, "Access-Control-Allow-Methods"), Is.EqualTo("PATCH"));
        Assert.That(Header(response, "Access-Control-Allow-Headers"), Is.EqualTo(Headers));
    }

    [Test]
    public async Task A_known_origin_reads_answers_and_errors_and_their_headers(
        [Values("", "/no-such-id", "?limit=0")] string rest)
    {
        using var response = await SendAsync(Client, HttpMethod.Get, Path + rest, Known);

        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.EqualTo(Known));
        Assert.That(
            Header(response, "Access-Control-Expose-Headers")!.Split(','),
            Is.EquivalentTo(
            [
                "Accept-Encoding", "ETag", "Idempotent-Replayed", "Link", "Location", "Preference-Applied",
                "Retry-After",
            ]));
    }

    [Test]
    public async Task A_foreign_origin_gets_nothing()
    {
        using var asked = await PreflightAsync(Client, Foreign);
        using var sent = await SendAsync(Client, HttpMethod.Get, Path, Foreign);

        Assert.That(AccessControl(asked).Concat(AccessControl(sent)), Is.Empty);
    }

    [Test]
    public async Task Outside_of_development_every_origin_is_foreign()
    {
        await using var host = new ServiceHost<TController>(
            Store.ConnectionString, Broker.ConnectionString, new() { ["environment"] = "Production" });

        using var asked = await PreflightAsync(host.Client, Known);
        using var sent = await SendAsync(host.Client, HttpMethod.Get, Path, Known);

        Assert.That(sent.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(AccessControl(asked).Concat(AccessControl(sent)), Is.Empty);
    }

    [TestCase("http://localhost:3001")]
    [TestCase("http://localhost:3001/")]
    [TestCase("https://shop.example, HTTP://LocalHost:3001")]
    public async Task Origins_may_be_one_value_with_commas_between_them(string origins)
    {
        await using var host = new ServiceHost<TController>(
            Store.ConnectionString, Broker.ConnectionString, new() { ["Cors:Origins"] = origins });

        using var sent = await SendAsync(host.Client, HttpMethod.Get, Path, Foreign);

        Assert.That(Header(sent, "Access-Control-Allow-Origin"), Is.EqualTo(Foreign));
    }

    [Test]
    public async Task A_star_lets_every_origin_in()
    {
        await using var host = new ServiceHost<TController>(
            Store.ConnectionString, Broker.ConnectionString, new() { ["Cors:Origins"] = "*" });

        using var sent = await SendAsync(host.Client, HttpMethod.Get, Path, Foreign);

        Assert.That(Header(sent, "Access-Control-Allow-Origin"), Is.EqualTo("*"));
    }

    private Task<HttpResponseMessage> PreflightAsync(HttpClient client, string origin) =>
        SendAsync(client, HttpMethod.Options, Path, origin, new()
        {
            ["Access-Control-Request-Method"] = "PATCH",
            ["Access-Control-Request-Headers"] = Headers,
        });

    private static Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpMethod method, string address, string origin, Dictionary<string, string>? headers = null)
    {
        var request = new HttpRequestMessage(method, address) { Headers = { { "Origin", origin } } };
        foreach (var (name, value) in headers ?? [])
        {
            request.Headers.Add(name, value);
        }

        return client.SendAsync(request);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    private static IEnumerable<string> AccessControl(HttpResponseMessage response) =>
        response.Headers.Select(header => header.Key)
            .Where(name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
}
