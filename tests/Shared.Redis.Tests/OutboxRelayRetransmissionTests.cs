using Shared.Redis.Publishing;
using StackExchange.Redis;
using Testing;

namespace Shared.Redis.Tests;

public sealed class OutboxRelayRetransmissionTests : RelayFixture
{
    // Short, because how long a row is pending is real time.
    [SetUp]
    public void WaitShortly() => FirstWait = TimeSpan.FromMilliseconds(50);

    [Test]
    public async Task A_row_without_a_receipt_is_published_again_and_one_receipt_deletes_it()
    {
        var (relay, token) = (await RunningRelayAsync(), await AppendAsync());
        await PollAsync(relay);
        await LetRowsBecomeOverdueAsync();
        await relay.PollOnceAsync(CancellationToken.None);
        Assert.That(await PublishedReceiptsAsync(), Is.EqualTo([token, token]));

        await ReturnAsync(token);
        await PollAsync(relay);
        Assert.That((await RowsAsync(), (await PendingAsync()).Length), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task It_waits_longer_from_one_publication_to_the_next()
    {
        var relay = await RunningRelayAsync(clock: TimeProvider.System);
        await AppendAsync();
        var published = await Eventually.That(
            async () =>
            {
                await relay.PollOnceAsync(CancellationToken.None);
                return await PublishedAsync();
            },
            Has.Length.EqualTo(5));

        // 50 + 100 + 200 + 400, less the moment between taking the row and publishing it for the first time.
        Assert.That(TimeOf(published[^1]) - TimeOf(published[0]), Is.GreaterThan(TimeSpan.FromMilliseconds(500)));
    }

    [Test]
    public async Task A_row_whose_entry_still_waits_unread_is_not_published_again()
    {
        await CreateGroupAsync();
        var relay = await RunningRelayAsync();
        await AppendAsync();
        await PollAsync(relay);
        await LetRowsBecomeOverdueAsync();
        await relay.PollOnceAsync(CancellationToken.None);
        Assert.That(await PublishedAsync(), Has.Length.EqualTo(1));

        await ReadAsync();
        Clock.Advance(FirstWait);
        await relay.PollOnceAsync(CancellationToken.None);
        Assert.That(await PublishedAsync(), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task What_the_broker_lost_is_published_again([Values] bool streamAndGroupAreBack, [Values] bool othersHavePublishedSince)
    {
        await CreateGroupAsync();
        var (relay, token) = (await RunningRelayAsync(), await AppendAsync());
        await PollAsync(relay);
        await Broker.Server.FlushAllDatabasesAsync();
        if (streamAndGroupAreBack)
        {
            await CreateGroupAsync();
        }

        if (othersHavePublishedSince)
        {
            await Broker.Database.StreamAddAsync(Note.Stream, "text", "other");
            await (streamAndGroupAreBack ? ReadAsync() : Task.CompletedTask);
        }

        await LetRowsBecomeOverdueAsync();
        await relay.PollOnceAsync(CancellationToken.None);
        Assert.That(await PublishedReceiptsAsync(), Has.One.EqualTo(token));
    }

    [Test]
    public async Task A_row_whose_entry_was_deleted_unread_is_published_again()
    {
        await CreateGroupAsync();
        var (relay, token) = (await RunningRelayAsync(), await AppendAsync());
        await PollAsync(relay);
        await Broker.Database.StreamTrimAsync(Note.Stream, 0);
        await LetRowsBecomeOverdueAsync();
        await relay.PollOnceAsync(CancellationToken.None);

        Assert.That(await PublishedReceiptsAsync(), Is.EqualTo([token]));
    }

    [Test]
    public async Task Another_instance_goes_on_where_one_was_killed([Values] Confirmation confirmation)
    {
        // Killed between taking the row and publishing it, or between publishing and the receipt: either way it is pending.
        await AppendAsync();
        await Store.Database.StreamCreateConsumerGroupAsync(Outbox.Key(Seven, Note.Stream), "relay", "0-0");
        await Store.Database.StreamReadGroupAsync(Outbox.Key(Seven, Note.Stream), "relay", "killed", ">");
        await LetRowsBecomeOverdueAsync();
        await Relay(confirmation: confirmation).PollOnceAsync(CancellationToken.None);

        Assert.That(await PublishedAsync(), Has.Length.EqualTo(1));
        Assert.That(await PendingAsync(), Has.Length.EqualTo(confirmation == Confirmation.Publish ? 0 : 1));
    }

    [Test]
    public async Task The_receipt_of_an_instance_that_was_killed_deletes_its_row()
    {
        var token = await AppendAsync();
        await Relay().PollOnceAsync(CancellationToken.None);
        await ReturnAsync(token);
        await Relay().PollOnceAsync(CancellationToken.None);

        Assert.That((await RowsAsync(), (await PendingAsync()).Length), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Two_instances_publish_an_overdue_row_again_once()
    {
        FirstWait = TimeSpan.FromMilliseconds(500); // Longer than the two may take between looking and taking.
        await using var others = await Connections.OpenAsync(Store, Broker);
        await AppendManyAsync(200, Seven);
        await Relay().PollOnceAsync(CancellationToken.None);
        await LetRowsBecomeOverdueAsync();
        await Task.WhenAll(
            Relay().PollOnceAsync(CancellationToken.None),
            Relay(redis: others).PollOnceAsync(CancellationToken.None));

        var copies = (await PublishedReceiptsAsync()).CountBy(receipt => receipt).Select(row => row.Value);
        Assert.That(copies, Has.Exactly(200).EqualTo(2));
    }

    private Task<bool> CreateGroupAsync() =>
        Broker.Database.StreamCreateConsumerGroupAsync(Note.Stream, Note.Group, "0-0", createStream: true);

    private Task<StreamEntry[]> ReadAsync() => Broker.Database.StreamReadGroupAsync(Note.Stream, Note.Group, "reader", ">");

    private static TimeSpan TimeOf(StreamEntry entry) =>
        StreamId.TryParse(entry.Id.ToString(), out var id) ? TimeSpan.FromMilliseconds(id.Milliseconds) : default;
}
