using Shared.Redis.Connections;
using StackExchange.Redis;
using Testing;

namespace Shared.Redis.Tests.Connections;

public sealed class BatchedScriptTests : RedisFixture
{
    private static readonly Script _noteWords = Script.Load<BatchedScriptTests>("note_words");

    private BatchedScript<string> _notes = null!;

    [SetUp]
    public void Create() => _notes = new(Redis, _noteWords, calls => [calls], "noted ");

    [Test]
    public async Task What_is_asked_for_at_the_same_time_goes_in_one_call_and_each_gets_its_own_answer()
    {
        string[] words = [.. Enumerable.Range(0, 6).Select(number => $"word {number}")];

        var answers = await AtOnce.RunAsync(() => words.Select(word => NoteAsync("calls", word)));

        Assert.That(answers, Is.EqualTo(words.Select(word => $"noted {word}")));
        Assert.That(await ReadAsync("calls"), Is.EqualTo(["6"]));
        Assert.That(await ReadAsync("words"), Is.EqualTo(words));
    }

    [Test]
    public async Task What_comes_later_goes_in_another_call_and_so_does_what_is_for_another_key()
    {
        await NoteAsync("calls", "1");
        await AtOnce.RunAsync<string>(
            () => [NoteAsync("calls", "2"), NoteAsync("others", "3"), NoteAsync("calls", "4")]);

        Assert.That(await ReadAsync("calls"), Is.EqualTo(["1", "2"]));
        Assert.That(await ReadAsync("others"), Is.EqualTo(["1"]));
    }

    [Test]
    public async Task No_call_keeps_the_server_busy_for_long()
    {
        await AtOnce.RunAsync(() => Enumerable.Range(0, 250).Select(number => NoteAsync("calls", $"{number}")));

        Assert.That(await ReadAsync("calls"), Is.EquivalentTo(["100", "100", "50"]));
    }

    [Test]
    public async Task One_that_cannot_be_done_fails_alone()
    {
        await Store.Database.StringSetAsync("no list", "");
        var fault = "";
        async Task<string> FailAsync()
        {
            fault = (await Assert.CatchAsync<RedisServerException>(() => NoteAsync("calls", "2", "no list")))!.Message;
            return "";
        }

        var answers = await AtOnce.RunAsync<string>(
            () => [NoteAsync("calls", "1"), FailAsync(), NoteAsync("calls", "3")]);

        Assert.That(fault, Does.Contain("WRONGTYPE"));
        Assert.That(answers, Is.EqualTo(["noted 1", "", "noted 3"]));
    }

    [Test]
    public async Task A_server_that_takes_no_writes_is_the_trouble_of_all_and_of_none_that_comes_later()
    {
        await Store.Database.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");

        var faults = await AtOnce.RunAsync(() => Enumerable.Range(0, 3).Select(
            async number => (await Assert.CatchAsync(() => NoteAsync("calls", $"{number}")))!));
        await Store.Database.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");

        Assert.That(faults.Select(RedisFaults.IsUnavailable), Is.All.True);
        Assert.That(await NoteAsync("calls", "4"), Is.EqualTo("noted 4"));
        Assert.That(await ReadAsync("calls"), Is.EqualTo(["1"]));
    }

    private async Task<string> NoteAsync(string calls, string word, string list = "words") =>
        (await _notes.RunAsync(calls, list, word)).ToString();

    private async Task<IEnumerable<string>> ReadAsync(string list) =>
        (await Store.Database.ListRangeAsync(list)).Select(value => value.ToString());
}
