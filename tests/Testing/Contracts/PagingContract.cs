using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Testing.Contracts;

/// <summary>How every service pages its list.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class PagingContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    [Test]
    public async Task An_empty_list_has_no_next_page() =>
        Assert.That(await ReadPagesAsync(Path), Is.EqualTo(new[] { Array.Empty<string>() }));

    [TestCase(1, 4)]
    [TestCase(2, 2)]
    [TestCase(3, 2)]
    [TestCase(4, 1)]
    public async Task The_links_lead_through_all_pages(int limit, int pages)
    {
        var ids = await CreateAsync(4);

        var read = await ReadPagesAsync($"{Path}?limit={limit}");

        Assert.That(read.SelectMany(page => page), Is.EquivalentTo(ids));
        Assert.That(read, Has.Count.EqualTo(pages));
    }

    [Test]
    public async Task What_is_added_while_paging_neither_repeats_nor_hides_anything()
    {
        var ids = await CreateAsync(4);
        var (first, next) = await ReadPageAsync($"{Path}?limit=2");
        await CreateAsync(3);

        var read = first.Concat((await ReadPagesAsync(next!)).SelectMany(page => page)).ToList();

        Assert.That(read, Is.Unique.And.SupersetOf(ids));
    }

    [TestCase("limit=0", "limit")]
    [TestCase("limit=-1", "limit")]
    [TestCase("limit=101", "limit")]
    [TestCase("limit=many", "limit")]
    [TestCase("cursor=none-of-ours", "cursor")]
    [TestCase("cursor=!", "cursor")]
    [TestCase("limit=0&cursor=!", "cursor", "limit")]
    public async Task A_limit_or_cursor_that_cannot_be_used_is_400(string query, params string[] fields)
    {
        using var response = await Client.GetAsync($"{Path}?{query}");

        await AssertProblemAsync(response, HttpStatusCode.BadRequest, fields);
    }

    [Test]
    public async Task A_page_has_100_items_at_most_and_50_unless_told_otherwise()
    {
        await CreateAsync(101);

        var byDefault = await ReadPagesAsync(Path);
        var most = await ReadPagesAsync($"{Path}?limit=100");

        Assert.That(byDefault.Select(page => page.Length), Is.EqualTo([50, 50, 1]));
        Assert.That(most.Select(page => page.Length), Is.EqualTo([100, 1]));
    }

    private async Task<IReadOnlyList<string>> CreateAsync(int count)
    {
        var ids = new List<string>(count);
        for (var i = 0; i < count; i++)
        {
            using var response = await PostAsync(ValidBody);
            ids.Add((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!);
        }

        return ids;
    }

    private async Task<List<string[]>> ReadPagesAsync(string address)
    {
        var pages = new List<string[]>();
        for (var next = address; next is not null;)
        {
            (var page, next) = await ReadPageAsync(next);
            pages.Add(page);
        }

        return pages;
    }

    private async Task<(string[] Ids, string? Next)> ReadPageAsync(string address)
    {
        using var response = await Client.GetAsync(address);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var items = await response.Content.ReadFromJsonAsync<JsonElement>();
        var link = response.Headers.TryGetValues("Link", out var links) ? links.Single() : null;
        Assert.That(link, Is.Null.Or.Match($"^<{Path}\\?.+>; rel=\"next\"$"));
        var ids = items.EnumerateArray().Select(item => item.GetProperty("id").GetString()!);
        return ([.. ids], link?.Split('<', '>')[1]);
    }
}
