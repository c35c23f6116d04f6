using Shared.Redis.Consuming;

namespace Shared.Redis.Tests.Consuming;

/// <summary>Entries of a producer gone mad.</summary>
public sealed class StreamConsumerLargeEntryTests : ConsumerFixture
{
    private const int Huge = 60_000_000;

    [SetUp]
    public Task MakeGroupAsync() => CreateGroupAsync();

    [Test]
    public async Task An_entry_that_is_too_large_is_put_aside_cut_short_and_holds_up_nobody(
        [Values(Delivery.MaxSize, Huge)] int size)
    {
        await AddAsync("before");
        await Broker.Database.StreamAddAsync(
            Note.Stream, [new("text", new string('x', size)), new("receipt", "#huge")]);
        await AddAsync("behind");
        await PollAsync(Consumer());

        Assert.That(Handler.Handled, Is.EqualTo(["before", "behind"]));
        await AssertPutAsideAsync(size + 16);
    }

    [Test]
    public async Task Also_when_it_was_left_unfinished([Values("one", "another")] string deliveredTo)
    {
        await AddAsync("before");
        await Broker.Database.StreamAddAsync(
            Note.Stream, [new("text", new string('x', Huge)), new("receipt", "#huge")]);
        await AddAsync("behind");
        await ReadAndDieAsync(deliveredTo);
        await LetPendingBecomeStaleAsync();
        await PollAsync(Consumer("one", reclaimAfter: Soon), times: 2);

        Assert.That(Handler.Handled, Is.EqualTo(["before", "behind"]));
        await AssertPutAsideAsync(Huge + 16);
    }

    [Test]
    public async Task An_entry_of_the_largest_size_is_handled()
    {
        var text = new string('x', Delivery.MaxSize - 16);
        await Broker.Database.StreamAddAsync(Note.Stream, [new("text", text), new("receipt", "#huge")]);
        await PollAsync(Consumer());

        Assert.That(Handler.Handled, Is.EqualTo([text]));
    }

    private async Task AssertPutAsideAsync(int size)
    {
        var letter = (await DeadLettersAsync()).Single();
        Assert.Multiple(async () =>
        {
            Assert.That((letter["reason"].ToString(), (long)letter["size"]), Is.EqualTo(("too_large", size)));
            Assert.That(
                letter["fields"].ToString(),
                Does.Contain(new string('x', Delivery.MaxValue)).And.Length.LessThan(2000));
            Assert.That(await ReceiptsAsync(), Is.EquivalentTo(["#before", "#behind", "#huge"]));
            Assert.That(await PendingCountAsync(), Is.Zero);
        });
    }
}
