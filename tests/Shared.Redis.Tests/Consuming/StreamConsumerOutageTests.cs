using Shared.Redis.Connections;
using Shared.Redis.Consuming;
using StackExchange.Redis;
using Testing;

namespace Shared.Redis.Tests.Consuming;

public sealed class StreamConsumerOutageTests : ConsumerFixture
{
    private static readonly TestCaseData[] _outages =
    [
        Outage(() => new RedisConnectionException(ConnectionFailureType.SocketFailure, CommandFlags.None, "away")),
        Outage(() => new RedisTimeoutException(CommandFlags.None, "slow", CommandStatus.Sent)),
        Outage(() => new RedisServerException(RedisErrorKind.OutOfMemory, CommandFlags.None, "OOM")),
    ];

    [SetUp]
    public Task MakeGroupAsync() => CreateGroupAsync();

    [TestCaseSource(nameof(_outages))]
    public async Task While_the_store_is_away_no_entry_is_given_up_nor_a_new_one_read(Func<Exception> outage)
    {
        await AddAsync("a", "bad", "c");
        Handler.FailFor("bad", outage);
        var consumer = Consumer();
        for (var i = 0; i < 2 * MaxDeliveries; i++)
        {
            await AssertUnavailableAsync(consumer);
            await AddAsync("new");
        }

        Assert.That((await PendingAsync()).Single().DeliveryCount, Is.EqualTo(1), "nothing counts against it");
        Assert.That(await DeadLettersAsync(), Is.Empty);
        Assert.That(await ReceiptsAsync(), Is.EqualTo(["#a", "#c"]));

        Handler.FailFor("", outage);
        await PollAsync(consumer, 2);
        Assert.That(Handler.Handled, Is.EqualTo(["a", "c", "bad", "new", "new", "new", "new", "new", "new"]));
        Assert.That(await PendingCountAsync(), Is.Zero);
    }

    [Test]
    public async Task An_entry_that_cannot_be_put_aside_stays_until_it_can()
    {
        await Broker.Database.StreamAddAsync(Note.Stream, "nothing", "readable");
        await AddAsync("beside");
        await ForbidWritingToStoreAsync();
        var consumer = Consumer();
        await AssertUnavailableAsync(consumer);
        Assert.That((await PendingCountAsync(), Handler.Handled.Single()), Is.EqualTo((1, "beside")));

        await AllowWritingToStoreAsync();
        await PollAsync(consumer);
        Assert.That((await PendingCountAsync(), (await DeadLettersAsync()).Length), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task An_entry_that_failed_too_often_while_the_store_is_away_is_put_aside_when_it_is_back()
    {
        await AddAsync("bad");
        Handler.FailFor("bad", () => new InvalidOperationException("no"));
        await ForbidWritingToStoreAsync();
        var consumer = Consumer(reclaimAfter: Soon);
        for (var delivery = 1; delivery < MaxDeliveries; delivery++)
        {
            await PollAsync(consumer);
            await LetPendingBecomeStaleAsync();
        }

        await AssertUnavailableAsync(consumer);
        Assert.That(await PendingCountAsync(), Is.EqualTo(1));

        await AllowWritingToStoreAsync();
        await PollAsync(consumer);
        Assert.That((await PendingCountAsync(), (await DeadLettersAsync()).Length), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task While_there_is_no_room_for_a_dead_letter_nothing_new_is_read_and_nothing_is_dropped()
    {
        Handler.FailFor("bad", () => new DeadLetterException("no"));
        await AddAsync(Enumerable.Repeat("bad", MaxDeadLetters + 1).Append("beside"));
        var consumer = Consumer();
        await Assert.ThatAsync(() => PollAsync(consumer), Throws.InstanceOf<DeadLettersFullException>());
        await AddAsync("new");
        await Assert.ThatAsync(() => PollAsync(consumer), Throws.InstanceOf<DeadLettersFullException>());
        Assert.That(Handler.Handled, Is.EqualTo(["beside"]));
        Assert.That(((await DeadLettersAsync()).Length, await PendingCountAsync()), Is.EqualTo((MaxDeadLetters, 1)));

        await Store.Database.StreamDeleteAsync("dead-letters:notes", [(await DeadLettersAsync())[0].Id]);
        await PollAsync(consumer, times: 2);
        Assert.That((Handler.Handled.Last(), await PendingCountAsync()), Is.EqualTo(("new", 0)));
    }

    [Test]
    public async Task The_loop_survives_its_broker()
    {
        var consumer = Consumer(clock: TimeProvider.System);
        await consumer.StartAsync(CancellationToken.None);
        await AddAsync("before");
        await Eventually.That(() => Task.FromResult(Handler.Handled), Has.Count.EqualTo(1));

        Broker.Kill();
        await Broker.RestartAsync(); // It has kept nothing.
        await AddAsync("after");
        await Eventually.That(() => Task.FromResult(Handler.Handled), Has.Count.EqualTo(2));
        await consumer.StopAsync(CancellationToken.None);
    }

    private static TestCaseData Outage(Func<Exception> fault) =>
        new TestCaseData(fault).SetArgDisplayNames(fault().GetType().Name);

    private static async Task AssertUnavailableAsync(StreamConsumer<Note> consumer)
    {
        var fault = await Assert.CatchAsync(() => consumer.PollOnceAsync(CancellationToken.None));

        Assert.That(RedisFaults.IsUnavailable(fault!), Is.True, fault!.Message);
    }

    private Task<RedisResult> ForbidWritingToStoreAsync() =>
        Store.Database.ExecuteAsync("CONFIG", "SET", "min-replicas-to-write", "1");

    private Task<RedisResult> AllowWritingToStoreAsync() =>
        Store.Database.ExecuteAsync("CONFIG", "SET", "min-replicas-to-write", "0");
}
