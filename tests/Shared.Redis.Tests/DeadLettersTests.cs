using Shared.Redis.Consuming;
using StackExchange.Redis;

namespace Shared.Redis.Tests;

public sealed class DeadLettersTests : RedisFixture
{
    private DeadLetters _letters = null!;

    [SetUp]
    public void Open() => _letters = new DeadLetters(Redis, Note.Stream, Clock);

    [Test]
    public async Task A_dead_letter_shows_the_entry_and_why_it_was_given_up()
    {
        await PutAsideAsync(text: "x", reason: "malformed");

        var letter = (await _letters.ListAsync(after: null, limit: 10)).Items.Single();

        Assert.Multiple(() =>
        {
            Assert.That((letter.Reason, letter.Deliveries), Is.EqualTo(("malformed", 3)));
            Assert.That(letter.Fields, Is.EqualTo(new Dictionary<string, string> { ["text"] = "x", ["receipt"] = "{07}:1-0" }));
            Assert.That(StreamId.TryParse(letter.Entry, out _), Is.True);
        });
    }

    [Test]
    public async Task All_dead_letters_are_listed_once_newest_first()
    {
        for (var i = 0; i < 5; i++)
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

        Assert.That(seen, Is.EqualTo(["4", "3", "2", "1", "0"]));
    }

    [Test]
    public async Task A_redriven_entry_is_back_in_its_stream_without_its_receipt_and_no_longer_dead()
    {
        var id = await PutAsideAsync(text: "x");

        Assert.That(await _letters.RedriveAsync(id), Is.EqualTo(RedriveResult.Done));

        var entries = await Broker.Database.StreamRangeAsync(Note.Stream);
        Assert.Multiple(async () =>
        {
            Assert.That(entries.Single().Values, Is.EqualTo([new NameValueEntry("text", "x")]));
            Assert.That((await _letters.ListAsync(after: null, limit: 10)).Items, Is.Empty);
            Assert.That(await _letters.RedriveAsync(id), Is.EqualTo(RedriveResult.NotFound));
        });
    }

    [Test]
    public async Task An_entry_whose_order_may_be_forgotten_is_never_redriven()
    {
        var id = await PutAsideAsync(text: "x");
        Clock.Advance(DeadLetters.Horizon + TimeSpan.FromSeconds(1));

        Assert.That(await _letters.RedriveAsync(id), Is.EqualTo(RedriveResult.TooOld));
        Assert.That(await Broker.Database.KeyExistsAsync(Note.Stream), Is.False);
    }

    [Test]
    public async Task A_discarded_letter_is_gone_and_its_entry_is_not_delivered_again()
    {
        var id = await PutAsideAsync(text: "x");

        Assert.That((await _letters.DiscardAsync(id), await _letters.DiscardAsync(id)), Is.EqualTo((true, false)));
        Assert.That(await Broker.Database.KeyExistsAsync(Note.Stream), Is.False);
    }

    [Test]
    public async Task A_letter_that_could_not_be_redriven_is_kept()
    {
        var id = await PutAsideAsync(text: "x");
        await Broker.Database.StringSetAsync(Note.Stream, "not a stream");

        await Assert.ThatAsync(() => _letters.RedriveAsync(id), Throws.InstanceOf<RedisServerException>());
        Assert.That((await _letters.ListAsync(after: null, limit: 10)).Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Of_very_many_dead_letters_the_oldest_make_room()
    {
        await Store.Database.ScriptEvaluateAsync(
            "for i = 1, ARGV[1] do redis.call('XADD', KEYS[1], '*', 'entry', '1-0', 'reason', 'old', 'deliveries', 1, 'fields', '{}') end",
            [_letters.Key],
            [DeadLetters.Bound + 500]);

        await PutAsideAsync(text: "x");

        Assert.That(await Store.Database.StreamLengthAsync(_letters.Key), Is.InRange(DeadLetters.Bound, DeadLetters.Bound + 200));
        Assert.That((await _letters.ListAsync(after: null, limit: 1)).Items.Single().Fields["text"], Is.EqualTo("x"));
    }

    private async Task<StreamId> PutAsideAsync(string text, string reason = "malformed")
    {
        var entry = $"{Clock.GetUtcNow().ToUnixTimeMilliseconds()}-0";
        await _letters.AddAsync(new StreamEntry(entry, [new("text", text), new("receipt", "{07}:1-0")]), reason, deliveries: 3);
        var newest = (await Store.Database.StreamRangeAsync(_letters.Key, messageOrder: Order.Descending, count: 1))[0].Id;
        return StreamId.TryParse(newest.ToString(), out var id) ? id : throw new FormatException(newest);
    }
}
