using Shared.Redis.Buckets;
using Shared.Redis.Publishing;
using StackExchange.Redis;
using Testing;

namespace Shared.Redis.Tests.Publishing;

public sealed class OutboxRelayRetransmissionTests : RelayFixture
{
    [Test]
    public async Task A_row_without_a_receipt_is_published_again_and_one_receipt_deletes_it()
    {
        var (relay, token) = (await RunningRelayAsync(), await AppendAsync());
        await PollAsync(relay);
        await ReadAsync();
        await PassTwoRoundsAsync(relay);
        Assert.That(await PublishedReceiptsAsync(), Is.EqualTo([token, token]));

        await ReturnAsync(token);
        await PollAsync(relay);
        Assert.That(await RowsAsync(), Is.Zero);
    }

    [Test]
    public async Task It_waits_longer_from_one_publication_to_the_next_but_never_longer_than_half_a_minute()
    {
        FirstWait = TimeSpan.FromSeconds(2);
        var relay = Relay();
        await AppendAsync();
        await PollAsync(relay);
        await PollAsync(relay);
        var waits = new List<int>();
        for (var (seconds, copies) = (0, 1); waits.Count < 7; seconds++)
        {
            await ReadAsync();
            Clock.Advance(TimeSpan.FromSeconds(1));
            await PollAsync(relay);
            if ((await PublishedAsync()).Length > copies)
            {
                (copies, seconds) = (copies + 1, Remember(seconds));
            }
        }

        Assert.That(waits, Is.Ordered.And.All.InRange(1, 35));
        Assert.That(waits[^1], Is.GreaterThan(25));

        int Remember(int seconds)
        {
            waits.Add(seconds);
            return 0;
        }
    }

    [Test]
    public async Task
        What_waits_unread_is_published_once_however_long_by_however_many_instances_after_however_many_restarts()
    {
        foreach (var bucket in Bucket.All)
        {
            await AppendManyAsync(20, bucket);
        }

        for (var start = 0; start < 5; start++)
        {
            var instances = Enumerable.Range(0, 3).Select(_ => Relay()).ToArray();
            await Task.WhenAll(instances.Select(PollAsync));
            await PassTwoRoundsAsync(instances);
            await PassTwoRoundsAsync(instances);
        }

        Assert.That(await PublishedReceiptsAsync(), Has.Length.EqualTo(16 * 20).And.Unique);
    }

    [Test]
    public async Task Neither_does_the_loss_of_the_group_make_it_go_twice()
    {
        var relay = await RunningRelayAsync();
        await AppendAsync();
        await PollAsync(relay);
        await Broker.Database.StreamDeleteConsumerGroupAsync(Note.Stream, Note.Group);
        await PassTwoRoundsAsync(relay);

        Assert.That(await PublishedAsync(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task The_group_is_there_before_the_first_entry_and_again_after_the_broker_lost_it()
    {
        var relay = await RunningRelayAsync();
        Assert.That(await GroupsAsync(), Is.EqualTo([Note.Group]));

        await Broker.Server.FlushAllDatabasesAsync();
        await AppendAsync();
        await PassTwoRoundsAsync(relay);
        Assert.That(await GroupsAsync(), Is.EqualTo([Note.Group]));
    }

    [Test]
    public async Task What_the_broker_lost_is_published_again(
        [Values] bool groupIsBack, [Values] bool othersHavePublishedSince)
    {
        var (relay, token) = (await RunningRelayAsync(), await AppendAsync());
        await PassTwoRoundsAsync(relay);
        await Broker.Server.FlushAllDatabasesAsync();
        if (othersHavePublishedSince)
        {
            await Broker.Database.StreamAddAsync(Note.Stream, "text", "other");
        }

        if (groupIsBack)
        {
            await ReadAsync();
        }

        await PassTwoRoundsAsync(relay);
        Assert.That(await PublishedReceiptsAsync(), Has.One.EqualTo(token));
    }

    [Test]
    public async Task A_row_whose_entry_was_deleted_unread_is_published_again()
    {
        var (relay, token) = (await RunningRelayAsync(), await AppendAsync());
        await PollAsync(relay);
        await Broker.Database.StreamTrimAsync(Note.Stream, 0);
        await PassTwoRoundsAsync(relay);

        Assert.That(await PublishedReceiptsAsync(), Is.EqualTo([token]));
    }

    [Test]
    public async Task What_was_lost_behind_something_unread_goes_again_once_that_is_read()
    {
        var (relay, _, lost) = (await RunningRelayAsync(), await AppendAsync("unread"), await AppendAsync("lost"));
        await PollAsync(relay);
        await Broker.Database.StreamDeleteAsync(Note.Stream, [(await PublishedAsync())[1].Id]);
        await PassTwoRoundsAsync(relay);
        Assert.That(await PublishedReceiptsAsync(), Has.Length.EqualTo(1).And.None.EqualTo(lost));

        await ReadAsync();
        await PassTwoRoundsAsync(relay);
        Assert.That(await PublishedReceiptsAsync(), Has.One.EqualTo(lost));
    }

    [Test]
    public async Task Another_instance_goes_on_where_one_was_killed_before_it_published(
        [Values] Confirmation confirmation)
    {
        await AppendAsync();
        await Store.Database.StreamCreateConsumerGroupAsync(Outbox<Note>.Key(Seven), "relay", "0-0");
        await Store.Database.StreamReadGroupAsync(Outbox<Note>.Key(Seven), "relay", "relay", ">", noAck: true);
        var relay = await RunningRelayAsync(confirmation);
        await PassTwoRoundsAsync(relay);

        Assert.That(await PublishedAsync(), Has.Length.EqualTo(1));
        Assert.That(await RowsAsync(), Is.EqualTo(confirmation == Confirmation.Publish ? 0 : 1));
    }

    [Test]
    public async Task The_receipt_of_an_instance_that_was_killed_deletes_its_row()
    {
        var token = await AppendAsync();
        await Relay().PollOnceAsync(CancellationToken.None);
        await ReturnAsync(token);
        await Relay().PollOnceAsync(CancellationToken.None);

        Assert.That(await RowsAsync(), Is.Zero);
    }

    [Test]
    public async Task Of_several_instances_one_publishes_an_overdue_row_again()
    {
        await using var others = await TestConnections.OpenAsync(Store, Broker);
        var (one, other) = (await RunningRelayAsync(), Relay(redis: others));
        await PollAsync(other);
        await AppendManyAsync(599, Seven);
        await AppendAsync();
        await PollAsync(one);
        while (await ReadAsync() is { Length: > 0 })
        {
        }

        await PassTwoRoundsAsync(one, other);
        await PassTwoRoundsAsync(one, other);

        var copies = (await PublishedReceiptsAsync()).CountBy(receipt => receipt).Select(row => row.Value);
        Assert.That(copies, Has.Exactly(600).EqualTo(2));
    }

    [TestCase(-8)]
    [TestCase(24 * 20)]
    public async Task A_clock_that_jumps_neither_keeps_what_was_lost_nor_publishes_what_waits(int hours)
    {
        var clock = new JumpingClock(Clock);
        var (relay, lost) = (await RunningRelayAsync(clock: clock), await AppendAsync());
        await PassTwoRoundsAsync(relay);
        await Broker.Server.FlushAllDatabasesAsync();
        clock.Offset = TimeSpan.FromHours(hours);
        await PassTwoRoundsAsync(relay);
        Assert.That(await PublishedReceiptsAsync(), Is.EqualTo([lost]));

        clock.Offset = TimeSpan.Zero;
        await PassTwoRoundsAsync(relay);
        Assert.That(await PublishedReceiptsAsync(), Is.EqualTo([lost]));
    }

    private async Task<IEnumerable<string>> GroupsAsync() =>
        (await Broker.Database.StreamGroupInfoAsync(Note.Stream)).Select(group => group.Name);
}
