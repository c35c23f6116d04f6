using System.Collections.Concurrent;
using Shared.Redis.Buckets;
using Shared.Redis.Paging;
using StackExchange.Redis;

namespace Shared.Redis.Tests.Paging;

public sealed class NewestFirstIndexTests : RedisFixture
{
    private const long Noon = 1_795_000_000_000;

    private readonly ConcurrentDictionary<string, RedisValue> _entries = [];
    private NewestFirstIndex _index = null!;

    [SetUp]
    public void MakeIndex() => _index = new NewestFirstIndex(Redis, "notes");

    [Test]
    public async Task An_empty_list_has_one_empty_page()
    {
        var page = await _index.ReadAsync(null, 10);

        Assert.That((page.Items.Count, page.Next), Is.EqualTo((0, (Cursor?)null)));
    }

    [Test]
    public async Task The_newest_comes_first_whatever_its_bucket()
    {
        for (var i = 0; i < 100; i++)
        {
            await AddAsync($"note-{i}", Noon + i);
        }

        var page = await _index.ReadAsync(null, 100);

        Assert.That(page.Items, Is.EqualTo(Enumerable.Range(0, 100).Reverse().Select(i => $"note-{i}")));
    }

    [TestCase(9, true)]
    [TestCase(10, false)]
    [TestCase(11, false)]
    public async Task There_is_a_next_page_only_when_there_is_more(int limit, bool hasNext)
    {
        await AddManyAsync(10);
        Assert.That(
            (await _index.ReadAsync(null, limit)).Next is not null, Is.EqualTo(hasNext), "spread over the buckets");

        await Store.Server.FlushAllDatabasesAsync();
        for (var i = 0; i < 10; i++)
        {
            await Store.Database.StreamAddAsync(new Bucket(7).Key("notes"), "id", i);
        }

        Assert.That((await _index.ReadAsync(null, limit)).Next is not null, Is.EqualTo(hasNext), "in one bucket");
    }

    [TestCase(1, 7)]
    [TestCase(3, 7)]
    [TestCase(1000, 7)]
    [TestCase(1000, 250)]
    public async Task Every_item_is_listed_once_however_many_share_a_millisecond(int sharers, int limit)
    {
        var added = await AddManyAsync(1000, sharers);
        var listed = await ListAsync(limit);

        Assert.That(listed, Is.EquivalentTo(added));
        Assert.That(listed.Select(Millisecond), Is.Ordered.Descending);

        long Millisecond(string id) => Array.IndexOf(added, id) / sharers;
    }

    [Test]
    public async Task What_is_added_or_removed_meanwhile_moves_no_other_item()
    {
        var added = await AddManyAsync(100);
        var listed = new List<string>();
        Cursor? after = null;
        do
        {
            var page = await _index.ReadAsync(after, 10);
            (after, listed) = (page.Next, [.. listed, .. page.Items]);
            await RemoveAsync(page.Items[^1]); // The very item that the cursor names.
            await RemoveAsync(page.Items[0]);
            await AddAsync($"late-{listed.Count}", Noon + 1_000_000 + listed.Count);
        }
        while (after is not null);

        Assert.That(listed, Is.EqualTo(added.Reverse()));
    }

    [Test]
    public async Task An_item_that_is_removed_before_its_page_is_not_listed()
    {
        var added = await AddManyAsync(20);
        var first = await _index.ReadAsync(null, 10);
        await RemoveAsync(added[5]);
        var second = await _index.ReadAsync(first.Next, 10);

        Assert.That(second.Items, Is.EqualTo(added[..10].Reverse().Where(id => id != added[5])));
    }

    [TestCase("0-1-0", 0)]
    [TestCase("1795000000000-0-2147483647", 1)]
    [TestCase("9223372036854775807-9223372036854775807-0", 3)]
    public async Task A_cursor_from_anywhere_gives_a_page_and_no_error(string cursor, int count)
    {
        await AddManyAsync(3);

        var page = await _index.ReadAsync(Cursor.Parse(cursor, null), 10);

        Assert.That(page.Items, Has.Count.EqualTo(count));
    }

    // The server counts the entries of a millisecond, as it does for scripts.
    private async Task AddAsync(string id, long createdAt) =>
        _entries[id] = await Store.Database.StreamAddAsync(Bucket.Of(id).Key("notes"), "id", id, $"{createdAt}-*");

    private Task<long> RemoveAsync(string id) =>
        Store.Database.StreamDeleteAsync(Bucket.Of(id).Key("notes"), [_entries[id]]);

    /// <summary>Adds items from the oldest to the newest, a number of them in each millisecond.</summary>
    private async Task<string[]> AddManyAsync(int count, int sharers = 1)
    {
        string[] ids = [.. Enumerable.Range(0, count).Select(i => $"note-{i:0000}")];
        await Task.WhenAll(ids.Select((id, i) => AddAsync(id, Noon + (i / sharers))));
        return ids;
    }

    private async Task<List<string>> ListAsync(int limit)
    {
        var listed = new List<string>();
        Cursor? after = null;
        do
        {
            var page = await _index.ReadAsync(after, limit);
            Assert.That(page.Items, Has.Count.LessThanOrEqualTo(limit));
            listed.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return listed;
    }
}
