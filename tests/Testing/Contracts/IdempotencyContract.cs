using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Testing.Contracts;

/// <summary>How every service treats a POST that is sent again with its <c>Idempotency-Key</c>.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
/// <param name="path">Path of the collection that the service keeps.</param>
/// <param name="validBody">A body that POST to the collection accepts.</param>
/// <param name="sameBody">The same request in another spelling.</param>
/// <param name="otherBodies">Requests that differ from it in one field each.</param>
public abstract class IdempotencyContract<TController>(
    string path, string validBody, string sameBody, string[] otherBodies)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    private const string Replayed = "Idempotent-Replayed";

    [Test]
    public async Task A_request_sent_again_creates_nothing_more_and_is_answered_with_what_it_created()
    {
        using var first = await KeyedPostAsync(ValidBody, "k1");
        using var again = await KeyedPostAsync(sameBody, "k1");

        Assert.That(first.Headers.Contains(Replayed), Is.False);
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(again.Headers.GetValues(Replayed), Is.EqualTo(["true"]));
        Assert.That(again.Headers.Location, Is.EqualTo(first.Headers.Location));
        Assert.That(again.Headers.ETag, Is.Not.Null);
        Assert.That(await IdAsync(again), Is.EqualTo(await IdAsync(first)));
        Assert.That(await ListedAsync(), Is.EqualTo([await IdAsync(first)]));
    }

    [Test]
    public async Task Fifty_requests_with_one_key_at_the_same_time_create_one_thing()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => KeyedPostAsync(ValidBody, "k1")));

        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.Created));
        Assert.That(answers.Count(answer => !answer.Headers.Contains(Replayed)), Is.EqualTo(1));
        var ids = await Task.WhenAll(answers.Select(IdAsync));
        Assert.That(await ListedAsync(), Is.EqualTo(ids.Distinct()));
    }

    [Test]
    public async Task A_key_used_for_another_request_is_422_and_changes_nothing()
    {
        using var first = await KeyedPostAsync(ValidBody, "k1");

        foreach (var body in otherBodies)
        {
            await AssertProblemAsync(await KeyedPostAsync(body, "k1"), HttpStatusCode.UnprocessableEntity);
        }

        Assert.That(await ListedAsync(), Is.EqualTo([await IdAsync(first)]));
    }

    [TestCase(null, null)]
    [TestCase("k1", "k2")]
    [TestCase("k1", "K1")]
    [TestCase("k1", "\"k1\"")]
    [TestCase("k1,k2", "k1")]
    public async Task Other_keys_and_no_keys_create_other_things(string? one, string? other)
    {
        using var first = await KeyedPostAsync(ValidBody, one);
        using var second = await KeyedPostAsync(ValidBody, other);

        Assert.That(second.Headers.Contains(Replayed), Is.False);
        Assert.That(await ListedAsync(), Is.EquivalentTo([await IdAsync(first), await IdAsync(second)]));
    }

    [Test]
    public async Task The_id_made_of_a_key_is_a_uuid_of_version_8_and_of_another_key_another()
    {
        using var one = await KeyedPostAsync(ValidBody, new string('~', 255));
        using var other = await KeyedPostAsync(ValidBody, "!");

        Assert.That(
            await IdAsync(one), Does.Match("^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
        Assert.That(await IdAsync(other), Is.Not.EqualTo(await IdAsync(one)));
    }

    [Test]
    public async Task A_request_that_was_refused_does_not_use_up_its_key()
    {
        await AssertProblemAsync(await KeyedPostAsync("{", "k1"), HttpStatusCode.BadRequest, "body");

        using var answer = await KeyedPostAsync(ValidBody, "k1");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(answer.Headers.Contains(Replayed), Is.False);
    }

    [TestCase("")]
    [TestCase("two words")]
    [TestCase("tab\tin it")]
    public async Task A_key_that_cannot_be_used_is_400_and_nothing_is_stored(string key)
    {
        using var answer = await KeyedPostAsync(ValidBody, key);

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "Idempotency-Key");
        Assert.That(StoredKeys(), Is.Empty);
    }

    [Test]
    public Task A_key_of_256_characters_is_400() =>
        A_key_that_cannot_be_used_is_400_and_nothing_is_stored(new string('x', 256));

    [Test]
    public async Task Two_keys_are_400_and_nothing_is_stored()
    {
        // By hand, as an HttpClient writes both into one line.
        using var connection = new TcpClient("127.0.0.1", Client.BaseAddress!.Port);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Path} HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {ValidBody.Length}\r\nIdempotency-Key: k1\r\nIdempotency-Key: k2\r\n"
            + $"Connection: close\r\n\r\n{ValidBody}"));
        using var reader = new StreamReader(connection.GetStream());

        Assert.That(await reader.ReadToEndAsync(), Does.StartWith("HTTP/1.1 400 ").And.Contain("Idempotency-Key"));
        Assert.That(StoredKeys(), Is.Empty);
    }

    private Task<HttpResponseMessage> KeyedPostAsync(string body, string? key) =>
        SendAsync(HttpMethod.Post, Path, body, ("Idempotency-Key", key));

    private async Task<string[]> ListedAsync() =>
        [.. (await Client.GetFromJsonAsync<JsonElement[]>(Path))!.Select(item => item.GetProperty("id").GetString()!)];

    private static async Task<string> IdAsync(HttpResponseMessage answer) =>
        JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("id").GetString()!;
}
