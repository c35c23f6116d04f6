using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Testing.Contracts;

/// <summary>A running service with a store and a broker of its own, and what is needed to talk to it.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
/// <param name="path">Path of the collection that the service keeps.</param>
/// <param name="validBody">A body that POST to the collection accepts.</param>
public abstract class ServiceFixture<TController>(string path, string validBody) where TController : class
{
    private ServiceHost<TController> _host = null!;

    protected string Path => path;

    protected string ValidBody => validBody;

    protected RedisServer Store { get; private set; } = null!;

    protected RedisServer Broker { get; private set; } = null!;

    protected HttpClient Client => _host.Client;

    /// <summary>Settings of the service other than its own.</summary>
    protected virtual Dictionary<string, string?> Settings => [];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Store = await RedisServer.StartAsync();
        Broker = await RedisServer.StartAsync();
        _host = new ServiceHost<TController>(Store.ConnectionString, Broker.ConnectionString, Settings);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _host.DisposeAsync();
        await Store.DisposeAsync();
        await Broker.DisposeAsync();
    }

    [SetUp]
    public Task EmptyAsync() => Store.Server.FlushAllDatabasesAsync();

    protected Task<HttpResponseMessage> PostAsync(string body, string contentType = "application/json") =>
        Client.PostAsync(Path, new StringContent(body, Encoding.UTF8, contentType));

    /// <summary>Sends a request, with headers as they are given, however wrong; one that is null is left out.</summary>
    protected async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string address, string? body = null, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request);
    }

    /// <summary>Keys of the store, apart from the outbox, whose groups the relay makes by itself.</summary>
    protected string[] StoredKeys() => [.. Store.Server.Keys().Select(key => key.ToString())
        .Where(key => !key.StartsWith("outbox", StringComparison.Ordinal))];

    /// <summary>Asserts that a body with a field replaced or left out is a 400 that names it, and not stored.</summary>
    protected async Task AssertBadFieldAsync(string field, string? json)
    {
        var body = JsonNode.Parse(validBody)!.AsObject();
        body.Remove(field);
        if (json is not null)
        {
            body[field] = JsonNode.Parse(json);
        }

        using var response = await PostAsync(body.ToJsonString());

        await AssertProblemAsync(response, HttpStatusCode.BadRequest, field);
        Assert.That(StoredKeys(), Is.Empty);
    }

    /// <summary>Asserts that an answer is whole problem details, whose <c>errors</c> name these fields alone.</summary>
    protected static async Task<JsonElement> AssertProblemAsync(
        HttpResponseMessage response, HttpStatusCode status, params string[] fields)
    {
        Assert.That(response.StatusCode, Is.EqualTo(status), await response.Content.ReadAsStringAsync());
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        var errors = problem.TryGetProperty("errors", out var named)
            ? named.EnumerateObject().Select(error => error.Name)
            : [];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo((int)status));
            Assert.That(problem.GetProperty("type").GetString(), Does.Match("^/problems#[a-z-]+$"));
            Assert.That(problem.GetProperty("title").GetString(), Is.Not.Empty);
            Assert.That(problem.GetProperty("detail").GetString(), Does.EndWith("."));
            Assert.That(problem.GetProperty("traceId").GetString(), Is.Not.Empty);
            Assert.That(errors, Is.EquivalentTo(fields));
            Assert.That(
                problem.GetRawText(),
                Does.Not.Match(@"   at |Exception|System\.|\.Api\.|[{][0-9]"), "what only we understand");
        }

        return problem;
    }
}
