using System.Net;

namespace Testing.Contracts;

/// <summary>How every service tags a resource, and answers a client that has it already.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class EntityTagContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    [Test]
    public async Task A_resource_has_a_strong_tag()
    {
        using var shown = await Client.GetAsync(await CreateAsync());

        Assert.That(shown.Headers.ETag, Is.Not.Null);
        Assert.That(shown.Headers.ETag!.IsWeak, Is.False);
    }

    [TestCase("{0}", true)]
    [TestCase("W/{0}", true)]
    [TestCase("*", true)]
    [TestCase("\"other\", {0}", true)]
    [TestCase("\"a, b\" ,W/{0}, \"c\"", true)]
    [TestCase(null, false)]
    [TestCase("\"other\"", false)]
    [TestCase("\"*\"", false)]
    [TestCase("unquoted", false)]
    [TestCase("\"other\", *", false)]
    [TestCase("", false)]
    public async Task If_none_match_decides_between_304_without_a_body_and_200(string? header, bool known)
    {
        var address = await CreateAsync();
        using var shown = await Client.GetAsync(address);
        var tag = shown.Headers.ETag!;
        var condition = header?.Replace("{0}", $"{tag}", StringComparison.Ordinal);

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var answer = await SendAsync(method, address, body: null, ("If-None-Match", condition));

            Assert.That(answer.StatusCode, Is.EqualTo(known ? HttpStatusCode.NotModified : HttpStatusCode.OK));
            Assert.That(answer.Headers.ETag, Is.EqualTo(tag));
            Assert.That(
                await answer.Content.ReadAsStringAsync(), known || method == HttpMethod.Head ? Is.Empty : Is.Not.Empty);
        }
    }

    [Test]
    public async Task What_is_not_there_is_404_whatever_the_client_has()
    {
        using var answer = await SendAsync(HttpMethod.Get, $"{Path}/unknown", body: null, ("If-None-Match", "*"));

        await AssertProblemAsync(answer, HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Head_is_answered_like_get_without_a_body()
    {
        foreach (var address in new[] { await CreateAsync(), Path, "/dead-letters" })
        {
            using var shown = await Client.GetAsync(address);
            using var answer = await SendAsync(HttpMethod.Head, address);

            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(answer.Content.Headers.ContentType, Is.EqualTo(shown.Content.Headers.ContentType));
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.Empty);
        }
    }

    /// <summary>Creates a resource that changes no more, and returns its address.</summary>
    protected virtual async Task<string> CreateAsync()
    {
        using var created = await PostAsync(ValidBody);
        return created.Headers.Location!.OriginalString;
    }
}
