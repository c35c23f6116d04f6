using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shared.Redis.Connections;
using Shared.Redis.Consuming;
using StackExchange.Redis;
using Testing;

namespace Shared.Redis.Tests.Consuming;

public sealed class StreamConsumerTests : ConsumerFixture
{
    [Test]
    public async Task New_entries_are_handled_and_acknowledged_and_their_receipts_returned()
    {
        await CreateGroupAsync();
        await AddAsync("a", "b", "c");

        Assert.That(await Consumer().PollOnceAsync(CancellationToken.None), Is.True);
        Assert.That(Handler.Handled, Is.EqualTo(["a", "b", "c"]));
        Assert.That(await PendingAsync(), Is.Empty);
        Assert.That(await ReceiptsAsync(), Is.EqualTo(["#a", "#b", "#c"]));
    }

    [Test]
    public async Task Who_returns_receipts_says_so_to_who_waits_for_them()
    {
        var news = await Broker.Database.Multiplexer.GetSubscriber()
            .SubscribeAsync(RedisChannel.Literal(Note.Receipts));
        await CreateGroupAsync();
        await AddAsync("a", "b");
        await PollAsync(Consumer());

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await news.ReadAsync(patience.Token);
        Assert.That(await ReceiptsAsync(), Is.EqualTo(["#a", "#b"]));
    }

    [Test]
    public async Task An_entry_without_a_receipt_is_handled_and_acknowledged()
    {
        await CreateGroupAsync();
        await Broker.Database.StreamAddAsync(Note.Stream, "text", "foreign");
        await PollAsync(Consumer());

        Assert.That(Handler.Handled, Is.EqualTo(["foreign"]));
        Assert.That(
            (await PendingCountAsync(), await Broker.Database.KeyExistsAsync(Note.Receipts)), Is.EqualTo((0, false)));
    }

    [Test]
    public async Task The_effect_comes_before_the_receipt_and_the_acknowledgement()
    {
        await CreateGroupAsync();
        await AddAsync("a");
        Handler.Before = async (_, _) =>
            Assert.That((await PendingCountAsync(), (await ReceiptsAsync()).Length), Is.EqualTo((1, 0)));
        await PollAsync(Consumer());

        Assert.That((Handler.Handled.Count, await PendingCountAsync()), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Nothing_to_read_is_no_work()
    {
        await CreateGroupAsync();

        Assert.That(await Consumer().PollOnceAsync(CancellationToken.None), Is.False);
    }

    [Test]
    public async Task More_entries_than_one_batch_take_several_iterations()
    {
        await CreateGroupAsync();
        await AddAsync(Texts(25));
        var consumer = Consumer(batchSize: 10);
        await PollAsync(consumer);
        Assert.That(Handler.Handled, Has.Count.EqualTo(10));

        await PollAsync(consumer, 2);
        Assert.That(Handler.Handled, Is.EqualTo(Texts(25)));
    }

    [Test]
    public async Task Two_instances_share_the_entries()
    {
        await CreateGroupAsync();
        await AddAsync(Texts(200));
        await using var others = await TestConnections.OpenAsync(Store, Broker);
        await Task.WhenAll(
            PollAsync(Consumer("one", batchSize: 10), 10),
            PollAsync(Consumer("two", batchSize: 10, redis: others), 10));

        Assert.That(Handler.Handled, Is.EquivalentTo(Texts(200)));
    }

    [TestCase("resp2")]
    [TestCase("resp3")]
    public async Task It_reads_either_protocol(string protocol)
    {
        await CreateGroupAsync();
        await AddAsync("a", "b");
        var broker = $"{Broker.ConnectionString},protocol={protocol}";
        var options = new RedisOptions { Store = Store.ConnectionString, Broker = broker };
        await using var redis = new RedisConnections(
            Options.Create(options), [], NullLogger<RedisConnections>.Instance);
        await redis.StartingAsync(CancellationToken.None);
        await PollAsync(Consumer(redis: redis));

        Assert.That(Handler.Handled, Is.EqualTo(["a", "b"]));
    }

    [Test]
    public async Task What_was_decided_goes_back_with_the_receipt()
    {
        await AddAsync("a");
        Handler.Verdict = "reserved";
        await PollAsync(Consumer(), 2);

        Assert.That(await ReceiptsAsync(), Is.EqualTo(["#a reserved"]));
    }

    [Test]
    public async Task A_group_of_its_own_sees_everything_too_and_speaks_only_for_itself()
    {
        await AddAsync("a", "bad");
        Handler.FailFor("bad", () => new DeadLetterException("no_such_thing"));
        await PollAsync(Consumer(), 2);
        await PollAsync(Consumer(group: "others"), 2);

        Assert.That(Handler.Handled, Is.EqualTo(["a", "a"]));
        Assert.Multiple(async () =>
        {
            Assert.That(await ReceiptsAsync(), Is.EqualTo(["#a", "#bad"]));
            var others = await Broker.Database.ListRangeAsync("{notes}:receipts:others");
            Assert.That(others.ToStringArray(), Is.EqualTo(["#a", "#bad"]));
            Assert.That(await DeadLettersAsync(), Has.Length.EqualTo(1));
            Assert.That(await Store.Database.StreamLengthAsync("dead-letters:notes:others"), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Receipts_that_nobody_collects_do_not_pile_up_for_ever()
    {
        await CreateGroupAsync();
        await Broker.Database.ScriptEvaluateAsync(
            "for i = 1, 1000 do redis.call('RPUSH', KEYS[1], unpack(ARGV)) end",
            [Note.Receipts],
            [.. Enumerable.Repeat((RedisValue)"old", 100)]);
        await AddAsync("a", "b");
        await PollAsync(Consumer());

        Assert.That(await Broker.Database.ListLengthAsync(Note.Receipts), Is.EqualTo(100_000));
        Assert.That((await ReceiptsAsync())[^3..], Is.EqualTo(["old", "#a", "#b"]));
    }
}
