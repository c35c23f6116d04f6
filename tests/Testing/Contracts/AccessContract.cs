using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NUnit.Framework.Constraints;
using Shared.ServiceDefaults.Access;

namespace Testing.Contracts;

/// <summary>That a service which asks for tokens is open to nobody without the right one.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class AccessContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    private List<(HttpMethod Method, string Address, string? Permission)> _operations = null!;

    protected override Dictionary<string, string?> Settings => Tokens.Settings;

    [OneTimeSetUp]
    public async Task ReadDocumentAsync()
    {
        var document = await Client.GetFromJsonAsync<JsonElement>("/swagger/v1/swagger.json");
        _operations =
        [
            .. from address in document.GetProperty("paths").EnumerateObject()
               from operation in address.Value.EnumerateObject()
               let path = address.Name.Replace("{id}", "1-0", StringComparison.Ordinal)
               select (HttpMethod.Parse(operation.Name), path, Permission(operation.Value)),
        ];
    }

    [Test]
    public void Everything_but_health_needs_a_permission() => Assert.That(
        _operations.Where(operation => operation.Permission is null).Select(operation => operation.Address),
        Is.EquivalentTo(["/health/live", "/health/ready"]));

    [Test]
    public async Task Every_operation_is_open_to_its_permission_and_to_nobody_else()
    {
        foreach (var (method, address, permission) in _operations.Where(operation => operation.Permission is not null))
        {
            var others = string.Join(' ', Permissions.All.Where(other => other != permission));
            async Task AssertAsync(string? token, IResolveConstraint status) =>
                Assert.That(await StatusAsync(method, address, token), status, $"{method} {address}");
            Assert.Multiple(async () =>
            {
                await AssertAsync(token: null, Is.EqualTo(HttpStatusCode.Unauthorized));
                await AssertAsync(Tokens.Create(scope: ""), Is.EqualTo(HttpStatusCode.Forbidden));
                await AssertAsync(Tokens.Create(scope: others), Is.EqualTo(HttpStatusCode.Forbidden));
                await AssertAsync(
                    Tokens.Create(subject: null, scope: permission!), Is.EqualTo(HttpStatusCode.Forbidden));
                await AssertAsync(
                    Tokens.Create(scope: $"openid {permission}"),
                    Is.Not.EqualTo(HttpStatusCode.Unauthorized).And.Not.EqualTo(HttpStatusCode.Forbidden));
            });
        }
    }

    [Test]
    public async Task A_token_that_is_wrong_in_any_way_is_401([ValueSource(nameof(WrongTokens))] string wrong)
    {
        var token = Tokens.Wrong[wrong](string.Join(' ', Permissions.All));
        using var response = await SendAsync(HttpMethod.Post, Path, ValidBody, ("Authorization", $"Bearer {token}"));

        await AssertProblemAsync(response, HttpStatusCode.Unauthorized);
        Assert.That(response.Headers.WwwAuthenticate.ToString(), Does.StartWith("Bearer"));
        Assert.That(StoredKeys(), Is.Empty);
    }

    [Test]
    public async Task A_permission_that_is_missing_is_a_problem_that_says_so()
    {
        using var response = await SendAsync(
            HttpMethod.Post, Path, ValidBody, ("Authorization", $"Bearer {Tokens.Create()}"));

        await AssertProblemAsync(response, HttpStatusCode.Forbidden);
    }

    [TestCase("/health/live", HttpStatusCode.OK)]
    [TestCase("/problems", HttpStatusCode.OK)]
    [TestCase("/no/such/path", HttpStatusCode.Unauthorized)]
    public async Task Only_what_says_so_is_open_to_everybody(string address, HttpStatusCode status) =>
        Assert.That(await StatusAsync(HttpMethod.Get, address, token: null), Is.EqualTo(status));

    private static IEnumerable<string> WrongTokens => Tokens.Wrong.Keys;

    private async Task<HttpStatusCode> StatusAsync(HttpMethod method, string address, string? token)
    {
        var bearer = token is null ? null : $"Bearer {token}";
        using var response = await SendAsync(method, address, headers: ("Authorization", bearer));
        return response.StatusCode;
    }

    private static string? Permission(JsonElement operation) =>
        operation.TryGetProperty("x-permission", out var permission) ? permission.GetString() : null;
}
