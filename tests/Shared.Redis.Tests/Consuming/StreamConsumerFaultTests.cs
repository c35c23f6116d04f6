using Shared.Redis.Consuming;
using StackExchange.Redis;

namespace Shared.Redis.Tests.Consuming;

public sealed class StreamConsumerFaultTests : ConsumerFixture
{
    [SetUp]
    public Task MakeGroupAsync() => CreateGroupAsync();

    [Test]
    public async Task An_entry_that_cannot_be_read_is_a_dead_letter_at_once()
    {
        var id = await Broker.Database.StreamAddAsync(Note.Stream, [new("txet", "ä\"\n"), new("receipt", "#a")]);
        await PollAsync(Consumer());

        await AssertDeadLetterAsync(id, "malformed", "1", 17, """{"txet":"\u00E4\u0022\n","receipt":"#a"}""");
        Assert.That((Handler.Handled.Count, await PendingCountAsync()), Is.EqualTo((0, 0)));
        Assert.That(await ReceiptsAsync(), Is.EqualTo(["#a"]));
    }

    [TestCase("253402300800000-0")] // One millisecond after the year 9999.
    [TestCase("1795000000000000000-0")] // Nanoseconds.
    [TestCase("18446744073709551615-0")]
    public async Task An_entry_whose_id_is_no_time_is_handled_like_any_other(string id)
    {
        await AddWithIdAsync(id, "foreign");
        await AddAsync("next"); // Redis continues from that id.
        await PollAsync(Consumer());

        Assert.That(Handler.Handled, Is.EqualTo(["foreign", "next"]));
    }

    [Test]
    public async Task An_entry_whose_payload_was_deleted_under_its_delivery_is_acknowledged_unhandled(
        [Values("one", "another")] string deliveredTo)
    {
        await AddAsync("a", "b");
        var entries = await ReadAndDieAsync(deliveredTo);
        await LetPendingBecomeStaleAsync();
        await Broker.Database.StreamDeleteAsync(Note.Stream, [entries[0].Id]);
        await PollAsync(Consumer("one", reclaimAfter: Soon));

        Assert.That(Handler.Handled, Is.EqualTo(["b"]));
        Assert.That((await PendingCountAsync(), (await DeadLettersAsync()).Length), Is.EqualTo((0, 0)));
        Assert.That(await ReceiptsAsync(), Is.EqualTo(["#b"]));
    }

    [Test]
    public async Task An_entry_that_fails_for_its_own_sake_holds_up_no_other_and_ends_as_a_dead_letter()
    {
        await AddAsync("a", "bad", "c");
        Handler.FailFor("bad", () => new InvalidOperationException("no"));
        var consumer = Consumer(reclaimAfter: Soon);
        await PollAsync(consumer);
        Assert.That(await ReceiptsAsync(), Is.EqualTo(["#a", "#c"]));

        for (var delivery = 2; delivery <= MaxDeliveries; delivery++)
        {
            Assert.That(
                (await PendingCountAsync(), (await DeadLettersAsync()).Length),
                Is.EqualTo((1, 0)),
                $"before delivery {delivery}");
            await LetPendingBecomeStaleAsync();
            await PollAsync(consumer);
        }

        var bad = (await Broker.Database.StreamRangeAsync(Note.Stream))[1].Id;
        await AssertDeadLetterAsync(bad, "failed: no", "3", 18, """{"text":"bad","receipt":"#bad"}""");
        Assert.That(await PendingCountAsync(), Is.Zero);
        Assert.That(await ReceiptsAsync(), Is.EqualTo(["#a", "#c", "#bad"]));
    }

    [Test]
    public async Task Failures_are_counted_over_all_instances_and_restarts()
    {
        await AddAsync("bad");
        Handler.FailFor("bad", () => new InvalidOperationException("no"));
        for (var delivery = 1; delivery <= MaxDeliveries; delivery++)
        {
            Assert.That((await DeadLettersAsync()).Length, Is.Zero, $"before delivery {delivery}");
            await PollAsync(Consumer($"instance {delivery}", reclaimAfter: Soon));
            await (delivery == MaxDeliveries ? Task.CompletedTask : LetPendingBecomeStaleAsync());
        }

        Assert.That((await PendingCountAsync(), (await DeadLettersAsync()).Length), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task An_entry_that_makes_no_sense_to_its_handler_is_a_dead_letter_at_once()
    {
        await AddAsync("a", "bad");
        Handler.FailFor("bad", () => new DeadLetterException("no_such_thing"));
        await PollAsync(Consumer());

        var bad = (await Broker.Database.StreamRangeAsync(Note.Stream))[1].Id;
        await AssertDeadLetterAsync(bad, "no_such_thing", "1", 18, """{"text":"bad","receipt":"#bad"}""");
        Assert.That(await ReceiptsAsync(), Is.EqualTo(["#a", "#bad"]));
    }

    [Test]
    public async Task An_entry_that_failed_and_then_works_is_handled()
    {
        await AddAsync("a");
        Handler.FailFor("a", () => new InvalidOperationException("not yet"));
        var consumer = Consumer(reclaimAfter: Soon);
        await PollAsync(consumer);
        Handler.FailFor("", () => new InvalidOperationException());
        await LetPendingBecomeStaleAsync();
        await PollAsync(consumer);

        Assert.That(Handler.Handled, Is.EqualTo(["a"]));
        Assert.That((await PendingCountAsync(), (await DeadLettersAsync()).Length), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Stopping_leaves_an_entry_pending_and_makes_no_dead_letter([Values] bool handlerObeys)
    {
        await AddAsync("a", "b");
        using var stop = new CancellationTokenSource();
        Handler.Before = async (note, cancellationToken) =>
        {
            if (note.Text == "b")
            {
                await stop.CancelAsync();
                throw handlerObeys
                    ? new OperationCanceledException(cancellationToken)
                    : new InvalidOperationException("closing down");
            }
        };
        await Consumer(maxDeliveries: 1).PollOnceAsync(stop.Token);

        Assert.That((await PendingCountAsync(), (await DeadLettersAsync()).Length), Is.EqualTo((1, 0)));
        Assert.That(await ReceiptsAsync(), Is.EqualTo(["#a"]));
    }

    private async Task<RedisValue> AddWithIdAsync(RedisValue id, string text) =>
        await Broker.Database.StreamAddAsync(Note.Stream, [new("text", text), new("receipt", $"#{text}")], id);

    private async Task AssertDeadLetterAsync(
        RedisValue entry, string reason, string deliveries, int size, string fields) =>
        Assert.That(
            (await DeadLettersAsync()).Single().Values,
            Is.EqualTo(
            [
                new NameValueEntry("entry", entry),
                new NameValueEntry("reason", reason),
                new NameValueEntry("deliveries", deliveries),
                new NameValueEntry("size", size),
                new NameValueEntry("fields", fields),
            ]));
}
