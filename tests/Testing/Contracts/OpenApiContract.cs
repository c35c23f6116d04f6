using System.Net.Http.Json;
using System.Text.Json;
using Part = (string Name, System.Text.Json.JsonElement Value);

namespace Testing.Contracts;

/// <summary>That every service describes all of itself.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class OpenApiContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    private JsonElement _document;

    [OneTimeSetUp]
    public async Task ReadDocumentAsync() =>
        _document = await Client.GetFromJsonAsync<JsonElement>("/swagger/v1/swagger.json");

    [Test]
    public void The_document_is_OpenAPI_3_1() =>
        Assert.That(_document.GetProperty("openapi").GetString(), Does.StartWith("3.1."));

    [Test]
    public void Every_operation_has_a_summary() => AssertDescribed(Operations(), "summary");

    [Test]
    public void Every_parameter_is_described() =>
        AssertDescribed(Operations().SelectMany(operation => Items(operation, "parameters")));

    [Test]
    public void Every_response_is_described_in_a_sentence() =>
        AssertDescribed(Operations().SelectMany(operation => Members(operation, "responses")));

    [Test]
    public void Every_request_body_is_described() => AssertDescribed(Operations()
        .Where(operation => operation.Value.TryGetProperty("requestBody", out _))
        .Select(operation => ($"{operation.Name} body", operation.Value.GetProperty("requestBody"))));

    [Test]
    public void Every_property_of_every_schema_is_described() => AssertDescribed(
        Members(("document", _document.GetProperty("components")), "schemas")
            .SelectMany(schema => Members(schema, "properties")));

    [Test]
    public void Every_operation_has_an_id_of_its_own_in_camel_case()
    {
        var ids = Operations().Select(operation => operation.Value.GetProperty("operationId").GetString()).ToList();

        Assert.That(ids, Is.Unique.And.All.Match("^[a-z]+[A-Za-z]*$"));
    }

    [Test]
    public void Every_error_is_a_problem_with_an_example_that_leads_to_its_explanation()
    {
        var errors = Operations()
            .Where(operation => !operation.Name.Contains("/health/"))
            .SelectMany(operation => Members(operation, "responses"))
            .Where(response => response.Name.Split(' ')[^1][0] is '4' or '5');

        Assert.That(
            errors.Select(error =>
                At(error.Value, "content", "application/problem+json", "example", "type").GetString()),
            Is.Not.Empty.And.All.StartsWith("/problems#"));
    }

    [Test]
    public void Every_operation_says_that_the_storage_may_be_away_and_for_how_long() => Assert.That(
        Operations().Where(operation => !operation.Name.Contains("/health/")).Select(operation =>
            At(operation.Value, "responses", "503", "headers").TryGetProperty("Retry-After", out _)),
        Is.Not.Empty.And.All.True);

    [Test]
    public void Every_request_body_is_required_and_closed()
    {
        var bodies = Operations().Select(operation => operation.Value)
            .Where(operation => operation.TryGetProperty("requestBody", out _))
            .Select(operation => operation.GetProperty("requestBody")).ToList();

        Assert.That(bodies.Select(body => body.GetProperty("required").GetBoolean()), Is.Not.Empty.And.All.True);
        Assert.That(
            bodies.SelectMany(body => body.GetProperty("content").EnumerateObject())
                .Select(content => At(content.Value, "schema", "$ref").GetString()!.Split('/')[^1])
                .Select(name => At(_document, "components", "schemas", name, "additionalProperties").ValueKind),
            Is.Not.Empty.And.All.EqualTo(JsonValueKind.False));
    }

    [Test]
    public void Amounts_are_no_binary_numbers() =>
        Assert.That(_document.GetRawText(), Does.Contain("\"number\"").And.Not.Contain("\"double\""));

    [Test]
    public async Task The_document_is_the_one_in_the_repository()
    {
        var served = await Client.GetStringAsync("/swagger/v1/swagger.json") + "\n";
        var service = typeof(TController).Assembly.GetName().Name!;
        var file = System.IO.Path.Combine(Root().FullName, service, "openapi.json");
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(file, served);
        }

        Assert.That(
            served,
            Is.EqualTo(await File.ReadAllTextAsync(file)),
            $"Renew {service}/openapi.json: UPDATE_OPENAPI=1 dotnet test tests/{service}.Tests --filter OpenApi");
    }

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

    private static JsonElement At(JsonElement element, params string[] names) =>
        names.Aggregate(element, (parent, name) => parent.GetProperty(name));

    private IEnumerable<Part> Operations() =>
        from path in _document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select ($"{method.Name} {path.Name}", method.Value);

    private static IEnumerable<Part> Members(Part parent, string name) =>
        parent.Value.TryGetProperty(name, out var children)
            ? children.EnumerateObject().Select(child => ($"{parent.Name} {child.Name}".Trim(), child.Value))
            : [];

    private static IEnumerable<Part> Items(Part parent, string name) =>
        parent.Value.TryGetProperty(name, out var children)
            ? children.EnumerateArray().Select((child, index) => ($"{parent.Name} {name}[{index}]", child))
            : [];

    private static DirectoryInfo Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Microservices.sln")))
        {
            folder = folder.Parent!;
        }

        return folder;
    }

    private static void AssertDescribed(IEnumerable<Part> parts, string by = "description")
    {
        var found = parts.ToList();
        var bare = found
            .Where(part => !part.Value.TryGetProperty(by, out var text) || !text.GetString()!.EndsWith('.'))
            .Select(part => part.Name);

        Assert.That(found, Is.Not.Empty);
        Assert.That(bare, Is.Empty, $"without a {by} that is a sentence");
    }
}
