using Shared.Redis.Consuming;
using Shared.Redis.Paging;
using Shared.Redis.Streams;
using StackExchange.Redis;

namespace Shared.Redis.Tests.Consuming;

public sealed class DeadLettersTests : RedisFixture
{
    private const int Most = 3;

    private readonly RecordingHandler _handler = new();
    private DeadLetters _letters = null!;

    [SetUp]
    public void Open()
    {
        _handler.Before = (_, _) => Task.CompletedTask;
        _handler.Verdict = null;
        _letters = new DeadLetters(Redis, new Subscription<Note>(), Most, _handler.HandleAsync);
    }

    [Test]
    public async Task A_dead_letter_shows_the_entry_and_why_it_was_given_up()
    {
        await PutAsideAsync(text: "x", reason: "malformed");

        var letter = (await ListAsync()).Single();

        Assert.Multiple(() =>
        {
            Assert.That((letter.Reason, letter.Deliveries, letter.Size), Is.EqualTo(("malformed", 3, 42)));
            Assert.That(
                letter.Fields,
                Is.EqualTo(new Dictionary<string, string> { ["text"] = "x", ["receipt"] = "{07sd}:1-0:x" }));
            Assert.That(StreamId.TryParse(letter.Entry, out _), Is.True);
        });
    }

    [Test]
    public async Task All_dead_letters_are_listed_once_newest_first()
    {
        for (var i = 0; i < Most; i++)
        {
            await PutAsideAsync(text: $"{i}");
        }

        var seen = new List<string>();
        Cursor? after = null;
        do
        {
            var page = await _letters.ListAsync(after, limit: 2);
            seen.AddRange(page.Items.Select(letter => letter.Fields["text"]));
            after = page.Next;
        }
        while (after is not null);

        Assert.That(seen, Is.EqualTo(["2", "1", "0"]));
    }

    [Test]
    public async Task A_letter_is_redriven_in_place_and_gone_once_its_effect_is_durable()
    {
        var id = await PutAsideAsync(text: "redriven");
        _handler.Before = async (_, _) => Assert.That(await ListAsync(), Has.Count.EqualTo(1));

        Assert.That((await RedriveAsync(id)).Outcome, Is.EqualTo(RedriveOutcome.Done));
        Assert.Multiple(async () =>
        {
            Assert.That(_handler.Handled, Has.One.EqualTo("redriven"));
            Assert.That(await ListAsync(), Is.Empty);
            Assert.That(await Broker.Database.KeyExistsAsync(Note.Stream), Is.False, "the broker has no part in it");
            Assert.That((await RedriveAsync(id)).Outcome, Is.EqualTo(RedriveOutcome.NotFound));
        });
    }

    [TestCase("reserved", "{07sd}:1-0:x reserved")]
    [TestCase(null, null)]
    public async Task A_letter_that_is_redriven_returns_the_verdict_that_its_receipt_lacked(
        string? verdict, string? receipt)
    {
        var id = await PutAsideAsync(text: "x");
        _handler.Verdict = verdict;

        Assert.That((await RedriveAsync(id)).Outcome, Is.EqualTo(RedriveOutcome.Done));
        Assert.That((string?)await Broker.Database.ListLeftPopAsync(Note.Receipts), Is.EqualTo(receipt));
    }

    [Test]
    public async Task A_letter_is_kept_while_its_verdict_cannot_be_returned()
    {
        var id = await PutAsideAsync(text: "x");
        _handler.Verdict = "reserved";
        await Broker.Database.StringSetAsync(Note.Receipts, "no list");

        Assert.That((await RedriveAsync(id)).Outcome, Is.EqualTo(RedriveOutcome.FailedAgain));
        Assert.That(await ListAsync(), Has.Count.EqualTo(1));
    }

    [TestCase("x", typeof(DeadLetterException), "no_such_thing")]
    [TestCase("x", typeof(InvalidOperationException), "broken")]
    public async Task A_letter_whose_cause_still_stands_is_kept_and_says_why(string text, Type fault, string reason)
    {
        var id = await PutAsideAsync(text);
        _handler.FailFor(text, () => (Exception)Activator.CreateInstance(fault, reason)!);

        Assert.That(await RedriveAsync(id), Is.EqualTo(new Redrive(RedriveOutcome.FailedAgain, reason)));
        Assert.That(await ListAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_letter_is_kept_while_a_server_that_it_needs_is_away()
    {
        var id = await PutAsideAsync(text: "x");
        _handler.FailFor("x", () => new RedisTimeoutException(CommandFlags.None, "slow", CommandStatus.Sent));

        await Assert.ThatAsync(() => RedriveAsync(id), Throws.InstanceOf<RedisTimeoutException>());
        Assert.That(await ListAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_discarded_letter_is_gone()
    {
        var id = await PutAsideAsync(text: "x");

        Assert.That((await _letters.DiscardAsync(id), await _letters.DiscardAsync(id)), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task A_letter_that_carries_a_message_is_never_dropped_to_make_room()
    {
        var first = await PutAsideAsync(text: "0");
        await PutAsideAsync(text: "1");
        await PutAsideAsync(text: "2");

        await Assert.ThatAsync(() => PutAsideAsync(text: "3"), Throws.InstanceOf<DeadLettersFullException>());
        Assert.That(_letters.IsFull, Is.True);
        await PutAsideAsync(text: "nothing", reason: "malformed");
        Assert.That((await ListAsync()).Select(letter => letter.Fields["text"]), Is.EqualTo(["2", "1", "0"]));

        await _letters.DiscardAsync(first);
        await _letters.MeasureAsync();
        Assert.That(_letters.IsFull, Is.False);
        await PutAsideAsync(text: "3");
    }

    [Test]
    public async Task One_that_carries_no_message_makes_room_the_oldest_first()
    {
        await PutAsideAsync(text: "0");
        await PutAsideAsync(text: "empty", reason: "malformed");
        await PutAsideAsync(text: "also empty", reason: "malformed");

        await PutAsideAsync(text: "1");
        Assert.That((await ListAsync()).Select(letter => letter.Fields["text"]), Is.EqualTo(["1", "also empty", "0"]));
    }

    [Test]
    public async Task A_store_without_memory_still_takes_a_letter()
    {
        await Store.Server.ConfigSetAsync("maxmemory", 1);
        await PutAsideAsync(text: "x");

        Assert.That(await ListAsync(), Has.Count.EqualTo(1));
    }

    private async Task<IReadOnlyList<DeadLetter>> ListAsync() =>
        (await _letters.ListAsync(after: null, limit: 10)).Items;

    private Task<Redrive> RedriveAsync(StreamId id) => _letters.RedriveAsync(id, CancellationToken.None);

    private async Task<StreamId> PutAsideAsync(string text, string reason = "failed")
    {
        var entry = new Delivery(
            "1795000000000-0", [new("text", text), new("receipt", "{07sd}:1-0:x")], Count: 3, Size: 42);
        await _letters.AddAsync(entry, reason);
        var newest = await Store.Database.StreamRangeAsync(
            "dead-letters:notes", messageOrder: Order.Descending, count: 1);
        return StreamId.TryParse(newest[0].Id.ToString(), out var id) ? id : throw new FormatException(newest[0].Id);
    }
}
