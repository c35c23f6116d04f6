using Shared.Redis.Buckets;
using Shared.Redis.Publishing;
using StackExchange.Redis;
using Testing;

namespace Shared.Redis.Tests.Publishing;

public sealed class OutboxRelayTests : RelayFixture
{
    [Test]
    public async Task A_row_is_published_with_its_own_fields_and_a_receipt_that_names_it()
    {
        NameValueEntry[] fields =
            [new("text", "x"), new("empty", ""), new("bytes", new byte[] { 0, 255, 13, 10 }), new("漢", "öäü")];
        var id = await Store.Database.StreamAddAsync("outbox:{07sd}:notes", fields);

        Assert.That(await Relay().PollOnceAsync(CancellationToken.None), Is.True);
        Assert.That(
            (await PublishedAsync()).Single().Values, Is.EqualTo([.. fields, new("receipt", $"{Seven}:{id}:x")]));
    }

    [Test]
    public async Task A_row_is_deleted_only_when_its_receipt_comes_back()
    {
        var (relay, token, other) = (Relay(), await AppendAsync(), await AppendAsync());
        await PollAsync(relay);
        Assert.That(await RowsAsync(), Is.EqualTo(2));

        await ReturnAsync(token);
        await PollAsync(relay);

        var left = await Store.Database.StreamRangeAsync(Outbox<Note>.Key(Seven));
        Assert.That(left.Select(row => $"{Seven}:{row.Id}:x"), Is.EqualTo([other.ToString()]));
        Assert.That(await Broker.Database.KeyExistsAsync(Note.Receipts), Is.False);
    }

    [Test]
    public async Task A_row_that_was_just_published_is_published_again_by_nobody()
    {
        await AppendAsync();
        await PollAsync(Relay());
        await PollAsync(Relay());
        await PollAsync(Relay());

        Assert.That(await PublishedAsync(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_relay_that_rests_listens_for_the_receipts_of_all_groups()
    {
        var relay = Relay(groups: ["readers", "others"]);
        await relay.StartAsync(CancellationToken.None);

        await Eventually.That(
            async () => (string[])(await Broker.Database.ExecuteAsync("PUBSUB", "CHANNELS"))!,
            Is.SupersetOf([Note.Receipts, "{notes}:receipts:others"]));
        await relay.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task A_receipt_that_comes_twice_or_late_changes_nothing_else()
    {
        var (relay, token) = (Relay(), await AppendAsync());
        await PollAsync(relay);
        await ReturnAsync(token, token);
        await PollAsync(relay);
        await AppendAsync();
        await ReturnAsync(token);
        await PollAsync(relay);

        Assert.That(await RowsAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_receipt_that_names_no_row_of_ours_changes_nothing()
    {
        var (relay, token) = (Relay(), await AppendAsync());
        await PollAsync(relay);
        var ofAnotherBucket = token.ToString().Replace($"{Seven}", $"{new Bucket(8)}");
        await ReturnAsync(
            "", "x", "*", "{99}:1-0", "{07sd}:*", "{07sd}:1-0", "outbox:{07sd}:notes",
            new byte[] { 0xff, 0xfe, 0 }, ofAnotherBucket);
        await PollAsync(relay);
        Assert.That(await RowsAsync(), Is.EqualTo(1));

        await ReturnAsync(token);
        await PollAsync(relay);
        Assert.That(await RowsAsync(), Is.Zero);
    }

    [Test]
    public async Task More_rows_and_receipts_than_one_batch_all_go_through()
    {
        var relay = Relay();
        await AppendManyAsync(2500, Seven);
        await PollAsync(relay);
        var receipts = await PublishedReceiptsAsync();
        Assert.That(receipts, Has.Length.EqualTo(2500).And.Unique);

        await ReturnAsync(receipts);
        await PollAsync(relay);
        Assert.That(await RowsAsync(), Is.Zero);
    }

    [Test]
    public async Task Two_instances_publish_each_row_once()
    {
        await using var others = await TestConnections.OpenAsync(Store, Broker);
        foreach (var bucket in Bucket.All)
        {
            await AppendManyAsync(600, bucket);
        }

        await Task.WhenAll(PollAsync(Relay()), PollAsync(Relay(redis: others)));

        Assert.That(await PublishedReceiptsAsync(), Has.Length.EqualTo(16 * 600).And.Unique);
    }

    [Test]
    public async Task A_row_is_published_as_soon_as_the_bell_rings()
    {
        var relay = await RunningRelayAsync();
        await AppendAsync();
        await PollAsync(relay);

        Assert.That(await PublishedAsync(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_row_appended_by_another_process_is_found_although_nobody_rings()
    {
        var relay = await RunningRelayAsync();
        await AppendManyAsync(1, Seven);
        await relay.StartAsync(CancellationToken.None);

        await Eventually.That(PublishedAsync, Has.Length.EqualTo(1));
        await relay.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task Without_receipts_a_row_is_published_as_it_is_and_deleted_at_once()
    {
        await AppendAsync("x");
        await PollAsync(Relay(confirmation: Confirmation.Publish));

        Assert.That((await PublishedAsync()).Single().Values, Is.EqualTo([new NameValueEntry("text", "x")]));
        Assert.That(await RowsAsync(), Is.Zero);
    }
}
