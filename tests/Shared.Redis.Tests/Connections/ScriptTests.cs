using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Testing;

namespace Shared.Redis.Tests.Connections;

public sealed class ScriptTests
{
    [Test]
    public void One_that_is_not_embedded_says_which_and_what_to_do() =>
        Assert.That(
            () => Script.Load<Bucket>("no_such_script"),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "no_such_script.lua is not in Shared.Redis: add the file to the project and rebuild."));

    [Test]
    public async Task It_runs_on_a_server_that_does_not_know_it_and_on_one_that_has_forgotten_it()
    {
        await using var server = await RedisServer.StartAsync();
        var script = Script.Load<Bucket>("trim_stream");
        await server.Database.StreamAddAsync("notes", "text", "x");

        Assert.That((int)await script.RunAsync(server.Database, ["notes"], 0, "readers"), Is.Zero);
        await server.Database.ExecuteAsync("SCRIPT", "FLUSH");
        Assert.That((int)await script.RunAsync(server.Database, ["notes"], 0, "readers"), Is.Zero);
    }

    [Test]
    public void A_Redis_out_of_memory_refuses_every_one_before_it_writes_except_those_that_read_or_let_it_recover()
    {
        string[] recover =
        [
            "add_dead_letter.lua", "create_group.lua", "end_round.lua", "mark_outbox.lua", "release_rows.lua",
            "remove_idle_consumers.lua", "return_receipts.lua", "trim_stream.lua",
        ];
        string[] read =
        [
            "find_oldest.lua", "find_unread.lua", "inspect_server.lua", "measure_group.lua", "measure_stream.lua",
            "read_pending.lua",
        ];
        var assembly = typeof(Bucket).Assembly;
        var names = assembly.GetManifestResourceNames();
        foreach (var name in names.Where(name => name.EndsWith(".lua", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var flags = recover.Contains(name) ? " flags=allow-oom" : read.Contains(name) ? " flags=no-writes" : "";
            Assert.That(reader.ReadLine(), Is.EqualTo($"#!lua{flags}"), name);
        }
    }
}
