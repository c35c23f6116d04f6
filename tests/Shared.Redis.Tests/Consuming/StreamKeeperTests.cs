using Microsoft.Extensions.Logging.Abstractions;
using Shared.Redis.Consuming;

namespace Shared.Redis.Tests.Consuming;

public sealed class StreamKeeperTests : RedisFixture
{
    // What each group has been given and has acknowledged of the entries 1 to 5, and what has to be left.
    [TestCase("", "12345", TestName = "Without_a_group_nothing_is_dropped")]
    [TestCase("readers:-", "12345", TestName = "What_no_group_was_given_is_not_dropped")]
    [TestCase("readers:12345/12345", "", TestName = "What_every_group_has_acknowledged_is_dropped")]
    [TestCase("readers:123/123", "45", TestName = "What_a_group_was_not_given_yet_is_not_dropped")]
    [TestCase("readers:12345/1245", "345", TestName = "Nothing_is_dropped_from_the_first_pending_entry_on")]
    [TestCase("readers:123/3", "12345", TestName = "A_pending_first_entry_keeps_everything")]
    [TestCase("readers:12345/12345 b:12/12", "345", TestName = "The_slowest_group_decides")]
    [TestCase("b:12/12 readers:12345/12345", "345", TestName = "The_slowest_group_decides_whatever_its_name")]
    [TestCase("readers:12345/12345 b:12345/1345", "2345", TestName = "The_slowest_pending_entry_decides")]
    [TestCase("readers:12345/12345 b:-", "12345", TestName = "A_group_that_has_read_nothing_keeps_everything")]
    [TestCase("b:12345/12345", "12345", TestName = "While_its_own_group_is_missing_nothing_is_dropped")]
    public async Task Trims(string groups, string left)
    {
        await AddAsync("1-1", "1-2", "1-10", "2-0", "11-0"); // In an order that text would get wrong.
        foreach (var group in groups.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            await MakeGroupAsync(group);
        }

        await PollAsync();

        var kept = await Broker.Database.StreamRangeAsync(Note.Stream);
        Assert.That(string.Concat(kept.Select(entry => entry["text"])), Is.EqualTo(left));
    }

    [Test]
    public async Task Ids_beyond_the_precision_of_Lua_numbers_lose_nothing()
    {
        // Rounded up, they are 127 ms and 1 further.
        await AddAsync("1795000000000000129-0", "1795000000000000129-9007199254740993");
        await MakeGroupAsync("readers:12/1");
        await PollAsync();

        var kept = await Broker.Database.StreamRangeAsync(Note.Stream);
        Assert.That(kept.Single().Id.ToString(), Does.EndWith("-9007199254740993"));
    }

    [Test]
    public async Task A_stream_that_does_not_exist_is_not_made()
    {
        await PollAsync();

        Assert.That(await Broker.Database.KeyExistsAsync(Note.Stream), Is.False);
    }

    [Test]
    public async Task What_is_added_after_a_trim_is_still_delivered()
    {
        await AddAsync("1-1");
        await MakeGroupAsync("readers:1/1");
        await PollAsync();
        var added = await Broker.Database.StreamAddAsync(Note.Stream, "text", "next");

        var read = await Broker.Database.StreamReadGroupAsync(Note.Stream, "readers", "me", ">");
        Assert.That(read.Single().Id, Is.EqualTo(added));
    }

    private async Task PollAsync()
    {
        var log = NullLogger<StreamKeeper<Note>>.Instance;
        using var keeper = new StreamKeeper<Note>(Redis, new Subscription<Note>(), Clock, log);
        await keeper.PollOnceAsync(CancellationToken.None);
    }

    /// <summary>Adds entries whose texts are their numbers.</summary>
    private async Task AddAsync(params string[] ids)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            await Broker.Database.StreamAddAsync(Note.Stream, "text", i + 1, ids[i]);
        }
    }

    /// <summary>Makes a group from its name, the entries it was given and those of them that it acknowledged.</summary>
    private async Task MakeGroupAsync(string description)
    {
        var (name, given, acknowledged) = description.Split(':', '/') is [var n, var g, var a]
            ? (n, g, a)
            : (description.Split(':')[0], "", "");
        await Broker.Database.StreamCreateConsumerGroupAsync(Note.Stream, name, "0-0");
        if (given.Length > 0)
        {
            var entries = await Broker.Database.StreamReadGroupAsync(Note.Stream, name, "me", ">", count: given.Length);
            var done = entries.Where(entry => acknowledged.Contains(entry["text"].ToString()));
            await Broker.Database.StreamAcknowledgeAsync(Note.Stream, name, [.. done.Select(entry => entry.Id)]);
        }
    }
}
