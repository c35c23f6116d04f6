using System.Net;

namespace Testing.Contracts;

/// <summary>That every service answers every error with problem details, whoever notices it.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class ProblemsContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    private static readonly string[] _accepted =
        ["", "*/*", "application/json", "text/html", "application/xml", "image/png", "none"];

    [Test]
    public async Task An_unknown_path_is_404_whatever_is_accepted([ValueSource(nameof(_accepted))] string accept) =>
        await AssertProblemAsync(await SendAsync(HttpMethod.Get, "/no-such-path", accept), HttpStatusCode.NotFound);

    [Test]
    public async Task An_unknown_id_is_404_whatever_is_accepted([ValueSource(nameof(_accepted))] string accept) =>
        await AssertProblemAsync(
            await SendAsync(HttpMethod.Get, $"{Path}/no-such-id", accept), HttpStatusCode.NotFound);

    [Test]
    public async Task Bad_input_is_400_whatever_is_accepted([ValueSource(nameof(_accepted))] string accept) =>
        await AssertProblemAsync(
            await SendAsync(HttpMethod.Get, $"{Path}?limit=0", accept), HttpStatusCode.BadRequest, "limit");

    [Test]
    public async Task A_method_the_path_does_not_have_is_405_whatever_is_accepted(
        [ValueSource(nameof(_accepted))] string accept)
    {
        using var response = await SendAsync(HttpMethod.Put, Path, accept);

        await AssertProblemAsync(response, HttpStatusCode.MethodNotAllowed);
        Assert.That(response.Content.Headers.Allow, Does.Contain("GET").And.Contains("POST"));
    }

    [Test]
    public async Task What_is_found_is_JSON_whatever_is_accepted([ValueSource(nameof(_accepted))] string accept)
    {
        using var response = await SendAsync(HttpMethod.Get, Path, accept);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
    }

    [Test]
    public async Task The_type_of_a_problem_leads_to_its_explanation()
    {
        var problem = await AssertProblemAsync(await Client.GetAsync("/no-such-path"), HttpStatusCode.NotFound);
        var title = problem.GetProperty("title").GetString();
        var link = problem.GetProperty("type").GetString()!.Split('#');

        using var response = await Client.GetAsync(link[0]);

        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
        Assert.That(
            await response.Content.ReadAsStringAsync(),
            Does.Contain($"<section id=\"{link[1]}\">").And.Contains(title));
    }

    [Test]
    public async Task Every_status_that_an_operation_may_answer_is_explained(
        [Values(400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 428, 429, 431, 500, 503)] int status) =>
        Assert.That(await Client.GetStringAsync("/problems"), Does.Contain($"<h2>{status} "));

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, string accept)
    {
        var request = new HttpRequestMessage(method, address);
        if (accept.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return Client.SendAsync(request);
    }
}
