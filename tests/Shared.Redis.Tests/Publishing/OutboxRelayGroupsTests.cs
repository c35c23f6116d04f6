using Shared.Redis.Buckets;
using Shared.Redis.Publishing;
using StackExchange.Redis;

namespace Shared.Redis.Tests.Publishing;

/// <summary>A row waits for the groups that it has to wait for, and for no other.</summary>
public sealed class OutboxRelayGroupsTests : RelayFixture
{
    private const string Others = "others";

    private static readonly string[] _both = [Note.Group, Others];

    [Test]
    public async Task A_row_leaves_when_every_group_that_is_waited_for_has_returned_it([Values] bool othersFirst)
    {
        var (relay, token) = (Relay(groups: _both), await AppendAsync());
        await PollAsync(relay);
        await ReturnAsAsync(othersFirst ? Others : Note.Group, token, token);
        await PollAsync(relay);
        Assert.That(await RowsAsync(), Is.EqualTo(1));

        await ReturnAsAsync(othersFirst ? Note.Group : Others, token);
        await PollAsync(relay);
        Assert.That((await RowsAsync(), await ReturnsAsync()), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_group_that_is_not_waited_for_releases_nothing()
    {
        var (relay, token) = (Relay(), await AppendAsync());
        await PollAsync(relay);
        await ReturnAsAsync(Others, token);
        await ReturnAsAsync("", token);
        await Broker.Database.ListRightPushAsync("{notes}:receipts", token);
        await PollAsync(relay);

        Assert.That((await RowsAsync(), await ReturnsAsync()), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task What_a_group_returns_after_its_row_left_is_not_remembered()
    {
        var (relay, token) = (Relay(groups: _both), await AppendAsync());
        await PollAsync(relay);
        await ReturnAsync(token);
        await ReturnAsAsync(Others, token);
        await PollAsync(relay);
        await ReturnAsync(token);
        await PollAsync(relay);

        Assert.That(await ReturnsAsync(), Is.Zero);
    }

    [Test]
    public async Task A_full_store_lets_rows_leave_all_the_same()
    {
        var (relay, token) = (Relay(groups: _both), await AppendAsync());
        await PollAsync(relay);
        await Store.Server.ConfigSetAsync("maxmemory", 1);
        await ReturnAsync(token);
        await PollAsync(relay);
        await ReturnAsAsync(Others, token);
        await PollAsync(relay);
        await Store.Server.ConfigSetAsync("maxmemory", 0);

        Assert.That(await RowsAsync(), Is.Zero);
    }

    [Test]
    public async Task A_row_is_published_again_for_the_group_that_has_not_returned_it([Values] bool othersLostIt)
    {
        var (relay, token) = (Relay(groups: _both), await AppendAsync());
        await PollAsync(relay);
        await ReadAsync();
        await ReadAsync(Others);
        await ReturnAsAsync(othersLostIt ? Note.Group : Others, token);
        await PollAsync(relay);
        await PassTwoRoundsAsync(relay);
        Assert.That(await PublishedReceiptsAsync(), Is.EqualTo([token, token]));

        await ReturnAsAsync(othersLostIt ? Others : Note.Group, token);
        await PollAsync(relay);
        Assert.That(await RowsAsync(), Is.Zero);
    }

    [Test]
    public async Task Nothing_goes_twice_for_a_group_that_has_returned_it_or_not_read_it_yet()
    {
        var (relay, token) = (Relay(groups: _both), await AppendAsync());
        await PollAsync(relay);
        await ReadAsync();
        await ReturnAsync(token);
        await PollAsync(relay);
        await PassTwoRoundsAsync(relay);
        await PassTwoRoundsAsync(relay);

        Assert.That(await PublishedReceiptsAsync(), Is.EqualTo([token]));
    }

    [Test]
    public async Task A_group_that_is_away_does_not_keep_from_the_others_what_they_have_lost()
    {
        var (relay, token) = (Relay(groups: _both), await AppendAsync());
        await PollAsync(relay);
        await ReadAsync();
        await PassTwoRoundsAsync(relay);

        Assert.That(await PublishedReceiptsAsync(), Is.EqualTo([token, token]), "others have read nothing");
    }

    [Test]
    public async Task Once_a_group_is_waited_for_no_more_what_waited_for_it_alone_leaves()
    {
        var (relay, token) = (Relay(groups: _both), await AppendAsync());
        await PollAsync(relay);
        await ReadAsync();
        await ReturnAsync(token);
        await PollAsync(relay);

        var next = await RunningRelayAsync();
        await PassTwoRoundsAsync(next);

        Assert.That((await RowsAsync(), await ReturnsAsync()), Is.EqualTo((0, 0)));
        Assert.That(await PublishedReceiptsAsync(), Is.EqualTo([token]));
    }

    [Test]
    public async Task A_verdict_is_taken_from_the_group_that_the_message_is_meant_for_before_its_row_leaves()
    {
        var told = new List<(string? Verdict, string Key, long Rows)>();
        var verdicts = new VerdictHandler(async receipt => told.Add((receipt.Verdict, receipt.Key, await RowsAsync())));
        var (relay, token) = (Relay(groups: _both, verdicts: verdicts), await AppendAsync("a note: no. 1"));
        await PollAsync(relay);
        await ReturnAsAsync(Others, $"{token} refused");
        await ReturnAsync($"{token} reserved");
        await PollAsync(relay);

        Assert.That(told, Is.EqualTo([((string?)"reserved", "a note: no. 1", 1L)]));
        Assert.That(await RowsAsync(), Is.Zero);
    }

    [Test]
    public async Task A_row_stays_until_its_verdict_was_taken()
    {
        var fault = new RedisTimeoutException(CommandFlags.None, "slow", CommandStatus.Sent);
        var (relay, token) = (Relay(verdicts: new VerdictHandler(_ => throw fault)), await AppendAsync());
        await PollAsync(relay);
        await ReturnAsync($"{token} reserved");

        await Assert.ThatAsync(() => PollAsync(relay), Throws.InstanceOf<RedisTimeoutException>());
        Assert.That(await RowsAsync(), Is.EqualTo(1));
    }

    /// <summary>Of how many rows it is remembered who has returned them.</summary>
    private async Task<long> ReturnsAsync() => (await Task.WhenAll(Bucket.All.Select(bucket =>
        Store.Database.HashLengthAsync(Outbox<Note>.ReturnsKey(bucket))))).Sum();

    private sealed class VerdictHandler(Func<Receipt, Task> handleAsync) : IVerdictHandler<Note>
    {
        public Task HandleAsync(IReadOnlyList<Receipt> receipts) => Task.WhenAll(receipts.Select(handleAsync));
    }
}
