using Shared.Redis.Connections;
using Shared.Redis.Publishing;
using StackExchange.Redis;
using Testing;

namespace Shared.Redis.Tests.Publishing;

public sealed class OutboxRelayOutageTests : RelayFixture
{
    [Test]
    public async Task While_the_broker_is_away_no_row_is_taken_and_once_it_is_back_they_are_published_at_once()
    {
        var relay = await RunningRelayAsync();
        var token = await AppendAsync();
        Broker.Kill();
        for (var i = 0; i < 3; i++)
        {
            await AssertUnavailableAsync(relay);
        }

        Assert.That(await RowsAsync(), Is.EqualTo(1));
        await Broker.RestartAsync();
        await PollUntilItSucceedsAsync(relay);
        Assert.That(await PublishedReceiptsAsync(), Is.EqualTo([token]));
    }

    [Test]
    public async Task A_row_that_the_broker_refuses_is_published_once_it_accepts_again()
    {
        var relay = await RunningRelayAsync();
        var token = await AppendAsync();
        await Broker.Database.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
        await AssertUnavailableAsync(relay);
        await Broker.Database.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        await PollAsync(relay);

        Assert.That(await PublishedReceiptsAsync(), Is.EqualTo([token]));
    }

    [Test]
    public async Task Without_receipts_a_row_that_the_store_cannot_delete_is_not_published_over_and_over()
    {
        var relay = await RunningRelayAsync(Confirmation.Publish);
        await AppendAsync();
        await Store.Database.ExecuteAsync("ACL", "SETUSER", "default", "-xdel");
        await AssertUnavailableAsync(relay);
        await PollAsync(relay);
        await Store.Database.ExecuteAsync("ACL", "SETUSER", "default", "+xdel");
        Assert.That((await PublishedAsync()).Length, Is.EqualTo(1));

        await PassTwoRoundsAsync(relay);
        Assert.That(((await PublishedAsync()).Length, await RowsAsync()), Is.EqualTo((2, 0)));
    }

    [Test]
    public async Task A_receipt_that_was_lost_because_the_store_was_away_is_made_good_by_publishing_again()
    {
        var relay = await RunningRelayAsync();
        var token = await LoseReceiptAsync(relay);
        Assert.That((await RowsAsync(), await Broker.Database.KeyExistsAsync(Note.Receipts)), Is.EqualTo((1, false)));

        await PassTwoRoundsAsync(relay);
        Assert.That(await PublishedReceiptsAsync(), Is.EqualTo([token, token]));
    }

    [Test]
    public async Task After_an_outage_it_takes_a_second_and_not_the_whole_wait_to_find_what_was_lost()
    {
        var relay = await RunningRelayAsync();
        await LoseReceiptAsync(relay);

        for (var second = 0; second < 3; second++)
        {
            await PollAsync(relay);
            Clock.Advance(TimeSpan.FromSeconds(1.001));
        }

        await PollAsync(relay);
        Assert.That(await PublishedAsync(), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task The_loop_survives_both_servers_and_publishes_what_was_appended_before_and_after()
    {
        FirstWait = TimeSpan.FromSeconds(1);
        await using var store = await RedisServer.StartAsync("--appendonly", "yes");
        await using var redis = await TestConnections.OpenAsync(store, Broker);
        var relay = Relay(redis: redis, clock: TimeProvider.System);
        await relay.StartAsync(CancellationToken.None);
        await store.Database.StreamAddAsync("outbox:{07sd}:notes", "text", "first");
        await Eventually.That(PublishedAsync, Has.Length.EqualTo(1));

        Broker.Kill();
        await store.Database.StreamAddAsync("outbox:{07sd}:notes", "text", "second");
        // Taken, and the answer is lost: only the store has it.
        await store.Database.StreamReadGroupAsync("outbox:{07sd}:notes", "relay", "relay", ">", noAck: true);
        store.Kill();
        await Broker.RestartAsync();
        await store.RestartAsync();
        await store.Database.StreamAddAsync("outbox:{07sd}:notes", "text", "third");

        var published = new List<string>();
        await Eventually.That(
            async () =>
            {
                // What is lost is not looked for while something of that time is still to be read.
                published.AddRange((await ReadAsync()).Select(entry => entry["text"].ToString()));
                return published;
            },
            Is.SupersetOf(["second", "third"]));
        await relay.StopAsync(CancellationToken.None);
    }

    /// <summary>Publishes a row whose receipt is taken from the broker while the store takes no writes.</summary>
    private async Task<RedisValue> LoseReceiptAsync(OutboxRelay<Note> relay)
    {
        var token = await AppendAsync();
        await PollAsync(relay);
        await ReadAsync();
        await ReturnAsync(token);
        await Store.Database.ExecuteAsync("CONFIG", "SET", "min-replicas-to-write", "1");
        await AssertUnavailableAsync(relay);
        await Store.Database.ExecuteAsync("CONFIG", "SET", "min-replicas-to-write", "0");
        return token;
    }

    private static async Task AssertUnavailableAsync(OutboxRelay<Note> relay)
    {
        var fault = await Assert.CatchAsync(() => relay.PollOnceAsync(CancellationToken.None));

        Assert.That(RedisFaults.IsUnavailable(fault!), Is.True, fault!.Message);
    }

    private static Task<Exception?> PollUntilItSucceedsAsync(OutboxRelay<Note> relay) => Eventually.That(
        async () =>
        {
            try
            {
                await PollAsync(relay);
                return null;
            }
            catch (Exception fault) when (RedisFaults.IsUnavailable(fault))
            {
                return fault;
            }
        },
        Is.Null);
}
