using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StackExchange.Redis;

namespace Testing.Contracts;

/// <summary>What every service offers for the stream entries that it could not handle.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
/// <param name="path">Path of the collection that the service keeps.</param>
/// <param name="validBody">A body that POST to the collection accepts.</param>
/// <param name="stream">The stream that the service consumes.</param>
public abstract class DeadLettersContract<TController>(string path, string validBody, string stream)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    [Test]
    public async Task A_dead_letter_is_listed_with_all_that_is_known_of_it()
    {
        var (id, entry) = await AddAsync("red");

        var letters = await Client.GetStringAsync("/dead-letters");

        Assert.That(letters, Does.Match(
            $$"""^\[\{"id":"{{id}}","entry":"{{entry}}","reason":"malformed","deliveries":3,"time":"[^"]+","size":"""
            + """19,"fields":\{"colour":"red","receipt":"r1"\}\}\]$"""));
    }

    [TestCase("1795000000000-0", "2026-11-18T11:06:40.000Z")]
    [TestCase("1795000000120-0", "2026-11-18T11:06:40.120Z")]
    [TestCase("1795000000123-0", "2026-11-18T11:06:40.123Z")]
    public async Task The_time_of_a_dead_letter_is_UTC_in_milliseconds(string id, string time)
    {
        await AddAsync("red", id);

        Assert.That(await Client.GetStringAsync("/dead-letters"), Does.Contain($"\"time\":\"{time}\""));
    }

    [Test]
    public async Task Dead_letters_are_listed_newest_first_over_all_pages()
    {
        var letters = new[] { await AddAsync("red"), await AddAsync("green"), await AddAsync("blue") };

        var read = new List<string?>();
        for (var next = "/dead-letters?limit=1"; next is not null;)
        {
            using var page = await Client.GetAsync(next);
            read.Add((await page.Content.ReadFromJsonAsync<JsonElement>())[0].GetProperty("id").GetString());
            next = page.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        Assert.That(read, Is.EqualTo(letters.Select(letter => letter.Id).Reverse()));
    }

    [TestCase("limit=0", "limit")]
    [TestCase("cursor=!", "cursor")]
    public async Task A_limit_or_cursor_that_cannot_be_used_is_400(string query, string field) =>
        await AssertProblemAsync(await Client.GetAsync($"/dead-letters?{query}"), HttpStatusCode.BadRequest, field);

    [Test]
    public async Task A_dead_letter_whose_cause_still_stands_is_409_says_why_and_stays()
    {
        var (id, _) = await AddAsync("red");

        using var response = await Client.PostAsync($"/dead-letters/{id}/redrive", content: null);

        await AssertProblemAsync(response, HttpStatusCode.Conflict);
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("malformed"));
        Assert.That(await Client.GetFromJsonAsync<JsonElement[]>("/dead-letters"), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_discarded_dead_letter_is_204_and_gone()
    {
        var (id, _) = await AddAsync("red");

        using var response = await Client.DeleteAsync($"/dead-letters/{id}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await Client.GetFromJsonAsync<JsonElement[]>("/dead-letters"), Is.Empty);
    }

    [Test]
    public async Task An_unknown_dead_letter_is_404([Values("1-1", "unknown")] string id)
    {
        await AddAsync("red");

        await AssertProblemAsync(
            await Client.PostAsync($"/dead-letters/{id}/redrive", content: null), HttpStatusCode.NotFound);
        await AssertProblemAsync(await Client.DeleteAsync($"/dead-letters/{id}"), HttpStatusCode.NotFound);
    }

    /// <summary>Puts an entry without an order aside, as the consumer does.</summary>
    private async Task<(string Id, string Entry)> AddAsync(string colour, string at = "*")
    {
        var entry = $"{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}-0";
        NameValueEntry[] letter =
        [
            new NameValueEntry("entry", entry),
            new NameValueEntry("reason", "malformed"),
            new NameValueEntry("deliveries", 3),
            new NameValueEntry("size", 19),
            new NameValueEntry("fields", $$"""{ "colour": "{{colour}}", "receipt": "r1" }"""),
        ];
        var id = await Store.Database.StreamAddAsync($"dead-letters:{stream}", letter, at);
        return ($"{id}", entry);
    }
}
