using Shared.Redis.Connections;
using StackExchange.Redis;

namespace Shared.Redis.Tests.Connections;

public sealed class GroupCommitTests : RedisFixture
{
    private static readonly Script _noteWords = Script.Load<GroupCommitTests>("note_words");

    private GroupCommit<string> _notes = null!;

    [SetUp]
    public void Create() => _notes = new(Redis, _noteWords, calls => [calls], "noted ");

    [Test]
    public async Task What_comes_while_a_call_is_under_way_goes_together_in_the_next_and_each_gets_its_own_answer()
    {
        Task<string>[] notes;
        Store.Pause();
        try
        {
            notes = [.. Enumerable.Range(0, 6).Select(number => NoteAsync("calls", $"word {number}"))];
        }
        finally
        {
            Store.Resume();
        }

        Assert.That(await Task.WhenAll(notes), Is.EqualTo(Enumerable.Range(0, 6).Select(number => $"noted word {number}")));
        Assert.That(await ReadAsync("calls"), Is.EqualTo(["1", "5"]));
        Assert.That(await ReadAsync("words"), Is.EqualTo(Enumerable.Range(0, 6).Select(number => $"word {number}")));
    }

    [Test]
    public async Task What_comes_one_after_the_other_and_what_is_for_another_key_waits_for_nothing()
    {
        await NoteAsync("calls", "1");
        await NoteAsync("calls", "2");
        Store.Pause();
        Task<string>[] notes = [NoteAsync("calls", "3"), NoteAsync("others", "4"), NoteAsync("others", "5")];
        Store.Resume();
        await Task.WhenAll(notes);

        Assert.That(await ReadAsync("calls"), Is.EqualTo(["1", "1", "1"]));
        Assert.That(await ReadAsync("others"), Is.EqualTo(["1", "1"]));
    }

    [Test]
    public async Task No_call_keeps_the_server_busy_for_long()
    {
        Store.Pause();
        Task<string>[] notes = [.. Enumerable.Range(0, 251).Select(number => NoteAsync("calls", $"{number}"))];
        Store.Resume();
        await Task.WhenAll(notes);

        Assert.That(await ReadAsync("calls"), Is.EqualTo(["1", "100", "100", "50"]));
    }

    [Test]
    public async Task One_that_cannot_be_done_fails_alone()
    {
        await Store.Database.StringSetAsync("no list", "");
        Store.Pause();
        Task<string>[] notes =
        [
            NoteAsync("calls", "1"),
            NoteAsync("calls", "2"),
            NoteAsync("calls", "3", "no list"),
            NoteAsync("calls", "4"),
        ];
        Store.Resume();

        Assert.That(async () => await notes[2], Throws.InstanceOf<RedisServerException>().With.Message.Contain("WRONGTYPE"));
        Assert.That(await Task.WhenAll(notes[0], notes[1], notes[3]), Is.EqualTo(["noted 1", "noted 2", "noted 4"]));
    }

    [Test]
    public async Task A_server_that_is_away_is_the_trouble_of_all_and_of_none_that_comes_later()
    {
        await Store.Database.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
        Store.Pause();
        Task<string>[] notes = [.. Enumerable.Range(0, 3).Select(number => NoteAsync("calls", $"{number}"))];
        Store.Resume();
        foreach (var note in notes)
        {
            var fault = await Assert.CatchAsync(() => note);
            Assert.That(RedisFaults.IsUnavailable(fault!), Is.True, fault!.Message);
        }

        await Store.Database.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        Assert.That(await NoteAsync("calls", "4"), Is.EqualTo("noted 4"));
        Assert.That(await ReadAsync("calls"), Is.EqualTo(["1"]));
    }

    private async Task<string> NoteAsync(string calls, string word, string list = "words") =>
        (await _notes.RunAsync(calls, list, word)).ToString();

    private async Task<IEnumerable<string>> ReadAsync(string list) =>
        (await Store.Database.ListRangeAsync(list)).Select(value => value.ToString());
}
