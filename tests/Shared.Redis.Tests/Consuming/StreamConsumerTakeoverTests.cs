using System.Text.RegularExpressions;
using Shared.Redis.Consuming;

namespace Shared.Redis.Tests.Consuming;

public sealed class StreamConsumerTakeoverTests : ConsumerFixture
{
    [Test]
    public async Task After_a_restart_what_was_left_unfinished_comes_first()
    {
        await CreateGroupAsync();
        await AddAsync(Texts(25));
        await ReadAndDieAsync("one");
        await AddAsync("new");
        var consumer = Consumer("one", batchSize: 10);
        await PollAsync(consumer, 3);
        Assert.That(Handler.Handled, Is.EqualTo(Texts(25)));

        await PollAsync(consumer);
        Assert.That(
            (Handler.Handled.Last(), await PendingCountAsync(), (await ReceiptsAsync()).Length),
            Is.EqualTo(("new", 0, 26)));
    }

    [Test]
    public async Task What_another_instance_is_busy_with_is_left_to_it()
    {
        await CreateGroupAsync();
        await AddAsync("busy");
        await ReadAndDieAsync("another");
        await AddAsync("new");
        await PollAsync(Consumer());

        Assert.That(Handler.Handled, Is.EqualTo(["new"]));
        Assert.That((await PendingAsync()).Single().ConsumerName.ToString(), Is.EqualTo("another"));
    }

    [Test]
    public async Task What_another_instance_left_behind_is_taken_over()
    {
        await CreateGroupAsync();
        await AddAsync(Texts(25));
        await ReadAndDieAsync("another");
        await LetPendingBecomeStaleAsync();
        await PollAsync(Consumer(reclaimAfter: Soon, batchSize: 10), 3);

        Assert.That(Handler.Handled, Is.EqualTo(Texts(25)));
        Assert.That((await PendingCountAsync(), (await ReceiptsAsync()).Length), Is.EqualTo((0, 25)));
    }

    [Test]
    public async Task What_was_left_behind_is_looked_for_from_time_to_time_and_not_with_every_read()
    {
        await CreateGroupAsync();
        var consumer = Consumer();
        await AddAndPollAsync(consumer);
        var sweeps = await SweepsAsync();

        await AddAndPollAsync(consumer);
        await AddAndPollAsync(consumer);
        Assert.That(await SweepsAsync(), Is.EqualTo(sweeps));

        Clock.Advance(TimeSpan.FromMinutes(1));
        await AddAndPollAsync(consumer);
        Assert.That(await SweepsAsync(), Is.EqualTo(sweeps + 1));
    }

    [Test]
    public async Task What_was_left_behind_is_found_behind_any_number_of_busy_entries()
    {
        await CreateGroupAsync();
        await AddAsync(Texts(30).Append("left"));
        var entries = await ReadAndDieAsync("another");
        await Broker.Database.ExecuteAsync(
            "XCLAIM", Note.Stream, Note.Group, "another", 0, entries[^1].Id, "IDLE", 3_600_000);
        var consumer = Consumer(batchSize: 1);
        for (var i = 0; i < 4; i++)
        {
            await AddAndPollAsync(consumer);
        }

        Assert.That(Handler.Handled, Has.One.EqualTo("left"));
    }

    // So that no iteration waits for something to read.
    private async Task AddAndPollAsync(StreamConsumer<Note> consumer)
    {
        await AddAsync("new");
        await PollAsync(consumer);
    }

    private async Task<int> SweepsAsync()
    {
        var statistics = $"{await Broker.Database.ExecuteAsync("INFO", "commandstats")}";
        var calls = Regex.Match(statistics, "xautoclaim:calls=([0-9]+)");
        return calls.Success ? int.Parse(calls.Groups[1].Value) : 0;
    }
}
