using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Testing.Contracts;

/// <summary>What every service answers to requests that no action gets to see.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class RequestContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    private const int MaxBodyBytes = 16 * 1024;

    [TestCase("")]
    [TestCase("null")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("\"text\"")]
    [TestCase("not json")]
    public async Task A_body_that_cannot_be_read_is_400(string body)
    {
        using var response = await PostAsync(body);

        await AssertProblemAsync(response, HttpStatusCode.BadRequest, "body");
        Assert.That(StoredKeys(), Is.Empty);
    }

    [TestCase("text/plain")]
    [TestCase("application/xml")]
    [TestCase("application/x-www-form-urlencoded")]
    public async Task A_content_type_other_than_json_is_415(string contentType)
    {
        using var response = await PostAsync(ValidBody, contentType);

        await AssertProblemAsync(response, HttpStatusCode.UnsupportedMediaType);
        Assert.That(StoredKeys(), Is.Empty);
    }

    [Test]
    public async Task A_content_type_that_is_no_media_type_is_415(
        [Values("application/json; charset=", "application/json; charset", "application/json;=", "json", "")]
        string contentType)
    {
        using var content = new StringContent(ValidBody);
        content.Headers.ContentType = null;
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await Client.PostAsync(Path, content);

        await AssertProblemAsync(response, HttpStatusCode.UnsupportedMediaType);
        Assert.That(StoredKeys(), Is.Empty);
    }

    [Test]
    public async Task A_body_that_is_compressed_or_encoded_is_415_and_told_how_it_may_be_sent(
        [Values("br", "gzip", "deflate", "GZIP", "zstd", "x", "*", "identity, br", "gzip, identity")] string coding)
    {
        using var response = await PostEncodedAsync(ValidBody, coding);

        await AssertProblemAsync(response, HttpStatusCode.UnsupportedMediaType);
        Assert.That(response.Headers.GetValues("Accept-Encoding"), Is.EqualTo(["identity"]));
        Assert.That(StoredKeys(), Is.Empty);
    }

    [Test]
    public async Task A_body_that_says_that_it_is_not_encoded_is_taken(
        [Values("identity", "Identity", "identity, identity", "")] string coding)
    {
        using var response = await PostEncodedAsync(ValidBody, coding);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [TestCase("text/plain", "identity")]
    [TestCase("application/json; charset=", "identity")]
    [TestCase("text/plain", "gzip")]
    public async Task Codings_are_named_only_where_they_are_what_is_wrong(string contentType, string coding)
    {
        using var response = await PostEncodedAsync(ValidBody, coding, contentType);

        await AssertProblemAsync(response, HttpStatusCode.UnsupportedMediaType);
        Assert.That(response.Headers.Contains("Accept-Encoding"), Is.False);
    }

    [Test]
    public async Task A_body_of_16_KB_is_taken()
    {
        using var response = await PostAsync(ValidBody.PadLeft(MaxBodyBytes));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task A_body_over_16_KB_is_413([Values] bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path);
        request.Content = new StringContent(ValidBody.PadLeft(MaxBodyBytes + 1), Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await Client.SendAsync(request);

        await AssertProblemAsync(response, HttpStatusCode.RequestEntityTooLarge);
        Assert.That(StoredKeys(), Is.Empty);
    }

    [Test]
    public async Task A_chunk_of_absurd_size_is_400()
    {
        using var connection = new TcpClient("127.0.0.1", Client.BaseAddress!.Port);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Path} HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n"
            + $"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n{ValidBody}"));
        using var reader = new StreamReader(connection.GetStream());

        Assert.That(await reader.ReadToEndAsync(), Does.StartWith("HTTP/1.1 400 ").And.Contain("/problems#validation"));
        Assert.That(StoredKeys(), Is.Empty);
    }

    [Test]
    public async Task The_host_that_a_client_claims_is_not_repeated_to_anybody()
    {
        using var created = await SendAsync(HttpMethod.Post, Path, ValidBody, ("Host", "attacker.example"));
        await PostAsync(ValidBody);
        using var listed = await SendAsync(HttpMethod.Get, $"{Path}?limit=1", body: null, ("Host", "attacker.example"));

        Assert.That(created.Headers.Location?.OriginalString, Does.StartWith($"{Path}/"));
        Assert.That(listed.Headers.GetValues("Link").Single(), Does.StartWith($"<{Path}?"));
    }

    [Test]
    public async Task An_unknown_path_is_404()
    {
        using var response = await Client.GetAsync("/no-such-path");

        await AssertProblemAsync(response, HttpStatusCode.NotFound);
    }

    [Test]
    public async Task An_unknown_id_is_404()
    {
        using var response = await Client.GetAsync($"{Path}/no-such-id");

        await AssertProblemAsync(response, HttpStatusCode.NotFound);
    }

    [Test]
    public async Task A_method_the_path_does_not_have_is_405_and_says_which_it_has()
    {
        using var response = await Client.PutAsync(Path, new StringContent("{}"));

        await AssertProblemAsync(response, HttpStatusCode.MethodNotAllowed);
        Assert.That(response.Content.Headers.Allow, Is.EquivalentTo(["GET", "HEAD", "POST"]));
    }

    private async Task<HttpResponseMessage> PostEncodedAsync(
        string body, string coding, string contentType = "application/json")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        return await Client.PostAsync(Path, content);
    }
}
