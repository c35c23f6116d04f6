using Shared.Redis.Consuming;
using Testing;

namespace Shared.Redis.Tests.Consuming;

public sealed class StreamConsumerGroupTests : ConsumerFixture
{
    [Test]
    public async Task Entries_added_before_the_first_start_are_delivered()
    {
        await AddAsync("a", "b");
        await PollAsync(Consumer(), 2);

        Assert.That(Handler.Handled, Is.EqualTo(["a", "b"]));
        Assert.That(await PendingCountAsync(), Is.Zero);
    }

    [Test]
    public async Task A_consumer_may_start_before_its_stream_exists()
    {
        var consumer = Consumer();
        Assert.That(await consumer.PollOnceAsync(CancellationToken.None), Is.True);
        await AddAsync("a");
        await PollAsync(consumer);

        Assert.That(Handler.Handled, Is.EqualTo(["a"]));
    }

    [Test]
    public async Task Instances_that_start_together_make_one_group()
    {
        var consumers = Enumerable.Range(0, 8).Select(number => Consumer($"{number}")).ToList();
        await Task.WhenAll(consumers.Select(consumer => PollAsync(consumer)));

        var groups = await Broker.Database.StreamGroupInfoAsync(Note.Stream);
        Assert.That(groups.Select(group => group.Name), Is.EqualTo([Note.Group]));
    }

    [Test]
    public async Task When_the_group_was_deleted_everything_is_delivered_again()
    {
        var consumer = await ConsumerThatHasHandledAsync("before");
        await Broker.Database.StreamDeleteConsumerGroupAsync(Note.Stream, Note.Group);
        await AddAsync("after");
        await PollAsync(consumer, 2);

        Assert.That(Handler.Handled, Is.EqualTo(["before", "before", "after"]));
    }

    [Test]
    public async Task When_the_stream_was_deleted_what_is_added_to_the_next_one_is_delivered(
        [Values("DEL", "FLUSHALL")] string command)
    {
        var consumer = await ConsumerThatHasHandledAsync("before");
        await Broker.Database.ExecuteAsync(command, command == "DEL" ? [Note.Stream] : []);
        await AddAsync("after");
        await PollAsync(consumer, 2);

        Assert.That(Handler.Handled, Is.EqualTo(["before", "after"]));
    }

    [Test]
    public async Task When_the_group_goes_while_an_iteration_waits_for_an_entry_it_is_made_again(
        [Values("DEL", "FLUSHALL", "XGROUP")] string command)
    {
        var consumer = await ConsumerThatHasHandledAsync("before");
        var iteration = consumer.PollOnceAsync(CancellationToken.None);
        await WaitUntilSomebodyIsBlockedAsync();
        await Broker.Database.ExecuteAsync(command, command switch
        {
            "DEL" => [Note.Stream],
            "XGROUP" => ["DESTROY", Note.Stream, Note.Group],
            _ => [],
        });
        await AddAsync("after");
        await iteration;
        await Eventually.That(
            async () =>
            {
                await PollAsync(consumer);
                return Handler.Handled;
            },
            Has.Some.EqualTo("after"));
        Assert.That(await PendingCountAsync(), Is.Zero);
    }

    [Test]
    public async Task When_the_group_goes_what_was_pending_is_delivered_from_the_beginning()
    {
        await CreateGroupAsync();
        await AddAsync("left", "right");
        await ReadAndDieAsync("one");
        await Broker.Database.StreamDeleteConsumerGroupAsync(Note.Stream, Note.Group);
        await PollAsync(Consumer("one"), 2);

        Assert.That(Handler.Handled, Is.EqualTo(["left", "right"]));
    }

    private async Task<StreamConsumer<Note>> ConsumerThatHasHandledAsync(string text)
    {
        await CreateGroupAsync();
        await AddAsync(text);
        var consumer = Consumer();
        await PollAsync(consumer);
        Assert.That(Handler.Handled, Is.EqualTo([text]));
        return consumer;
    }

    private Task<string> WaitUntilSomebodyIsBlockedAsync() => Eventually.That(
        async () => (await Broker.Server.InfoAsync("clients"))[0].Single(line => line.Key == "blocked_clients").Value,
        Is.EqualTo("1"));
}
