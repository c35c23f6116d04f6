using System.Net.Http.Json;
using System.Text.Json;

namespace Testing.Contracts;

/// <summary>That every service describes all of itself.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class OpenApiContract<TController>(string path, string validBody) : ServiceFixture<TController>(path, validBody)
    where TController : class
{
    private JsonElement _document;

    [OneTimeSetUp]
    public async Task ReadDocumentAsync() => _document = await Client.GetFromJsonAsync<JsonElement>("/swagger/v1/swagger.json");

    [Test]
    public void The_document_is_OpenAPI_3_1() => Assert.That(_document.GetProperty("openapi").GetString(), Does.StartWith("3.1."));

    [Test]
    public void Every_operation_has_a_summary() => AssertDescribed(Operations(), "summary");

    [Test]
    public void Every_parameter_is_described() => AssertDescribed(Operations().SelectMany(operation => Items(operation, "parameters")));

    [Test]
    public void Every_response_is_described_in_a_sentence() => AssertDescribed(Operations().SelectMany(operation => Members(operation, "responses")));

    [Test]
    public void Every_request_body_is_described() => AssertDescribed(Operations()
        .Where(operation => operation.Value.TryGetProperty("requestBody", out _))
        .Select(operation => ($"{operation.Name} body", operation.Value.GetProperty("requestBody"))));

    [Test]
    public void Every_property_of_every_schema_is_described() => AssertDescribed(
        Members(("document", _document.GetProperty("components")), "schemas").SelectMany(schema => Members(schema, "properties")));

    [TestCase("/swagger/index.html")]
    [TestCase("/swagger/swagger-ui-bundle.js")]
    public async Task The_page_that_shows_it_answers(string address)
    {
        using var response = await Client.GetAsync(address);

        Assert.That(response.IsSuccessStatusCode, Is.True);
    }

    [Test]
    public async Task The_root_leads_to_the_page()
    {
        using var response = await Client.GetAsync("/");

        Assert.That(response.RequestMessage!.RequestUri!.AbsolutePath, Is.EqualTo("/swagger/index.html"));
    }

    private IEnumerable<(string Name, JsonElement Value)> Operations() =>
        Members(("", _document), "paths").SelectMany(path => path.Value.EnumerateObject().Select(method => ($"{method.Name} {path.Name}", method.Value)));

    private static IEnumerable<(string Name, JsonElement Value)> Members((string Name, JsonElement Value) parent, string name) =>
        parent.Value.TryGetProperty(name, out var children)
            ? children.EnumerateObject().Select(child => ($"{parent.Name} {child.Name}".Trim(), child.Value))
            : [];

    private static IEnumerable<(string Name, JsonElement Value)> Items((string Name, JsonElement Value) parent, string name) =>
        parent.Value.TryGetProperty(name, out var children)
            ? children.EnumerateArray().Select((child, index) => ($"{parent.Name} {name}[{index}]", child))
            : [];

    private static void AssertDescribed(IEnumerable<(string Name, JsonElement Value)> parts, string by = "description")
    {
        var found = parts.ToList();
        var bare = found.Where(part => !part.Value.TryGetProperty(by, out var text) || !text.GetString()!.EndsWith('.')).Select(part => part.Name);

        Assert.That(found, Is.Not.Empty);
        Assert.That(bare, Is.Empty, $"without a {by} that is a sentence");
    }
}
