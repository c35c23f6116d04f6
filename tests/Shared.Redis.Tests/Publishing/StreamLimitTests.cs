using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shared.Redis.Publishing;

namespace Shared.Redis.Tests.Publishing;

/// <summary>What is kept for groups that nobody waits for.</summary>
public sealed class StreamLimitTests : RedisFixture
{
    private const int Entries = 1000;
    private const int MaxBacklog = 300;
    private const int Node = 100; // Redis drops entries by the hundred.

    [TestCase(1000, 0, MaxBacklog, TestName = "One_that_is_far_behind_misses_the_oldest_entries")]
    [TestCase(1000, 900, 100, TestName = "One_that_is_not_far_behind_misses_nothing")]
    [TestCase(200, 0, 800, TestName = "Nothing_is_dropped_that_a_group_needs_that_is_waited_for")]
    [TestCase(200, 200, 800, TestName = "Nothing_is_dropped_that_both_need")]
    [TestCase(1000, 1000, 0, TestName = "What_nobody_needs_is_dropped")]
    public async Task Keeps(int readByReaders, int readByOthers, int kept)
    {
        await FillAsync();
        await ReadAsync(Note.Group, readByReaders);
        await ReadAsync("others", readByOthers);
        await PollAsync();

        Assert.That(await Broker.Database.StreamLengthAsync(Note.Stream), Is.InRange(kept, kept + Node));
        var next = await Broker.Database.StreamReadGroupAsync(Note.Stream, Note.Group, "me", ">", count: 1);
        int? expected = readByReaders < Entries ? readByReaders + 1 : null;
        Assert.That((int?)next.FirstOrDefault()["text"], Is.EqualTo(expected));
    }

    [Test]
    public async Task While_a_group_is_missing_that_is_waited_for_nothing_is_dropped()
    {
        await FillAsync();
        await ReadAsync("others", Entries);
        await PollAsync();

        Assert.That(await Broker.Database.StreamLengthAsync(Note.Stream), Is.EqualTo(Entries));
    }

    private async Task FillAsync() => await Broker.Database.ScriptEvaluateAsync(
        "for i = 1, ARGV[1] do redis.call('XADD', KEYS[1], '*', 'text', i) end", [Note.Stream], [Entries]);

    private async Task ReadAsync(string group, int count)
    {
        await Broker.Database.StreamCreateConsumerGroupAsync(Note.Stream, group, "0-0");
        if (count > 0)
        {
            var read = await Broker.Database.StreamReadGroupAsync(Note.Stream, group, "me", ">", count);
            await Broker.Database.StreamAcknowledgeAsync(Note.Stream, group, [.. read.Select(entry => entry.Id)]);
        }
    }

    private async Task PollAsync()
    {
        var options = Options.Create(new OutboxOptions { MaxBacklog = MaxBacklog });
        using var limit = new StreamLimit<Note>(Redis, options, Clock, NullLogger<StreamLimit<Note>>.Instance);
        await limit.PollOnceAsync(CancellationToken.None);
    }
}
