using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Testing;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Consuming;
using Shared.Redis.Flow;
using Shared.Redis.Loops;
using Shared.Redis.Publishing;
using Shared.Redis.Telemetry;
using StackExchange.Redis;
using Testing;

namespace Shared.Redis.Tests.Telemetry;

/// <summary>How full everything is, as the metrics say it.</summary>
public sealed class DepthTests : RedisFixture
{
    [Test]
    public async Task The_outbox_is_as_deep_as_all_its_buckets_and_as_old_as_its_oldest_row()
    {
        await AppendAsync(3, TimeSpan.FromMinutes(2));
        await AppendAsync(3, TimeSpan.FromMinutes(1));
        await AppendAsync(11, TimeSpan.FromSeconds(5));

        Assert.That(await MeasureOutboxAsync(), Is.EqualTo((3, 120.0)));
    }

    [Test]
    public async Task An_empty_outbox_has_no_age()
    {
        var row = await AppendAsync(3, TimeSpan.FromMinutes(2));
        await Store.Database.StreamDeleteAsync(Outbox<Note>.Key(Bucket.All[3]), [row]);

        Assert.That(await MeasureOutboxAsync(), Is.EqualTo((0, 0.0)));
    }

    [Test]
    public async Task Where_nothing_was_ever_published_nothing_waits() =>
        Assert.That(await MeasureGroupAsync(), Is.EqualTo((0, 0)));

    [Test]
    public async Task A_group_that_does_not_exist_yet_is_behind_by_everything()
    {
        await PublishAsync(3);

        Assert.That(await MeasureGroupAsync(), Is.EqualTo((3, 0)));
    }

    [Test]
    public async Task What_was_not_read_is_lag_and_what_was_not_acknowledged_is_pending()
    {
        await PublishAsync(7);
        await ReadAsync(3);

        Assert.That(await MeasureGroupAsync(), Is.EqualTo((4, 3)));
    }

    [Test]
    public async Task The_lag_is_counted_where_Redis_has_lost_track_of_it()
    {
        var entries = await PublishAsync(7);
        await ReadAsync(3);
        await Broker.Database.StreamDeleteAsync(Note.Stream, [entries[5]]);
        Assert.That((await Broker.Database.StreamGroupInfoAsync(Note.Stream))[0].Lag, Is.Null);

        Assert.That(await MeasureGroupAsync(), Is.EqualTo((3, 3)));
    }

    [Test]
    public async Task A_lag_that_Redis_has_lost_track_of_is_counted_up_to_a_bound()
    {
        await Broker.Database.ScriptEvaluateAsync(
            "for i = 1, ARGV[1] do redis.call('XADD', KEYS[1], '*', 'text', i) end",
            [Note.Stream],
            [GroupDepth<Note>.MostToCount + 5]);
        var entries = await PublishAsync(2);
        await Broker.Database.StreamCreateConsumerGroupAsync(Note.Stream, Note.Group, "0-0");
        await Broker.Database.StreamDeleteAsync(Note.Stream, [entries[0]]);

        Assert.That(await MeasureGroupAsync(), Is.EqualTo((GroupDepth<Note>.MostToCount, 0)));
    }

    [Test]
    public async Task The_lag_is_the_same_after_a_restart_of_Redis()
    {
        await using var server = await RedisServer.StartAsync("--appendonly", "yes");
        await using var redis = await TestConnections.OpenAsync(server);
        await PublishAsync(7, server);
        await ReadAsync(3, server);
        await RewriteAsync(server);
        await server.RestartAsync();

        await Eventually.That(
            async () => (await server.Database.StreamGroupInfoAsync(Note.Stream)).Length, Is.EqualTo(1));
        await Eventually.That(() => TryAsync(() => MeasureGroupAsync(redis)), Is.EqualTo((4, 3)));
    }

    [Test]
    public async Task What_left_the_outbox_has_passed_it()
    {
        RedisValue[] rows =
            [await AppendAsync(3, TimeSpan.FromMinutes(2)), await AppendAsync(3, TimeSpan.FromMinutes(1))];
        await AppendAsync(11, TimeSpan.FromSeconds(5));
        await Store.Database.StreamDeleteAsync(Outbox<Note>.Key(Bucket.All[3]), rows);

        var outbox = await new OutboxDepth<Note>(Redis).LookAsync();

        Assert.That((outbox.Waiting, outbox.Passed), Is.EqualTo((1, 2)));
    }

    [Test]
    public async Task What_a_group_acknowledged_has_passed_it_and_all_else_waits()
    {
        var entries = await PublishAsync(7);
        await ReadAsync(3);
        await Broker.Database.StreamAcknowledgeAsync(Note.Stream, Note.Group, entries[..2]);

        var group = await LookAtGroupAsync(Redis);

        Assert.That((group.Waiting, group.Passed), Is.EqualTo((5, 2)));
    }

    [Test]
    public async Task The_oldest_of_a_group_is_the_first_that_it_has_not_acknowledged()
    {
        Assert.That((await LookAtGroupAsync(Redis)).OldestSeconds, Is.Zero);
        var entries = new RedisValue[3];
        for (var i = 0; i < 3; i++)
        {
            entries[i] = await Broker.Database.StreamAddAsync(
                Note.Stream, "text", i, $"{Ago(TimeSpan.FromMinutes(4 - i))}-0");
        }

        Assert.That((await LookAtGroupAsync(Redis)).OldestSeconds, Is.EqualTo(240).Within(20));

        await ReadAsync(2);
        await Broker.Database.StreamAcknowledgeAsync(Note.Stream, Note.Group, entries[0]);
        Assert.That((await LookAtGroupAsync(Redis)).OldestSeconds, Is.EqualTo(180).Within(20), "pending");

        await Broker.Database.StreamAcknowledgeAsync(Note.Stream, Note.Group, entries[1]);
        Assert.That((await LookAtGroupAsync(Redis)).OldestSeconds, Is.EqualTo(120).Within(20), "not read");
    }

    [Test]
    public async Task What_has_passed_is_known_after_a_restart_of_Redis([Values] bool isRewritten)
    {
        await using var server = await RedisServer.StartAsync("--appendonly", "yes");
        await using var redis = await TestConnections.OpenAsync(server);
        var row = await server.Database.StreamAddAsync(Outbox<Note>.Key(Bucket.All[3]), "text", "x");
        await server.Database.StreamDeleteAsync(Outbox<Note>.Key(Bucket.All[3]), [row]);
        var entries = await PublishAsync(7, server);
        await ReadAsync(3, server);
        await server.Database.StreamAcknowledgeAsync(Note.Stream, Note.Group, entries[..2]);
        await server.Database.StreamTrimAsync(Note.Stream, 5);
        if (isRewritten)
        {
            await RewriteAsync(server);
        }

        await server.RestartAsync();

        await Eventually.That(
            async () => (await server.Database.StreamGroupInfoAsync(Note.Stream)).Length, Is.EqualTo(1));
        await Eventually.That(
            () => TryAsync(async () =>
            {
                var (group, outbox) = (await LookAtGroupAsync(redis), await new OutboxDepth<Note>(redis).LookAsync());
                return (group.Waiting, group.Passed, outbox.Waiting, outbox.Passed);
            }),
            Is.EqualTo((5, 2, 0, 1)));
    }

    [Test]
    public async Task A_dead_letter_waits_since_it_was_put_aside()
    {
        var letters = new DeadLetters(Redis, new Subscription<Note>(), most: 3, handleAsync: null!);
        await Store.Database.StreamAddAsync(
            new Subscription<Note>().DeadLetters, "text", "x", $"{Ago(TimeSpan.FromMinutes(2))}-0");

        var found = await letters.LookAsync();

        Assert.That((found.Waiting, found.Passed), Is.EqualTo((1, default(long?))));
        Assert.That(found.OldestSeconds, Is.EqualTo(120).Within(20));
    }

    [Test]
    public async Task Dead_letters_are_counted_when_they_are_added_and_while_they_wait()
    {
        using var waiting = new MetricCollector<long>(null, RedisInstruments.Name, "dead_letters");
        using var room = new MetricCollector<long>(null, RedisInstruments.Name, "dead_letters.room");
        var letters = new DeadLetters(Redis, new Subscription<Note>(), most: 3, handleAsync: null!);
        await letters.AddAsync(new Delivery("1-1", [new("text", "x")], Count: 1, Size: 5), "malformed");

        await letters.MeasureAsync();

        Assert.That((waiting.LastMeasurement!.Value, room.LastMeasurement!.Value), Is.EqualTo((1, 2)));
    }

    [Test]
    public async Task A_fault_does_not_end_the_sampler_nor_keep_the_others_from_being_measured()
    {
        var (broken, healthy) = (new Thing { Fault = new InvalidOperationException("no") }, new Thing());
        var log = new FakeLogger<Sampler>();
        using var sampler = new Sampler([broken, healthy], Clock, log);
        await sampler.StartAsync(CancellationToken.None);
        await Eventually.That(() => Task.FromResult(log.Collector.Count), Is.EqualTo(1));
        Assert.That(healthy.Times, Is.EqualTo(1));

        broken.Fault = null;
        await Eventually.That(
            () =>
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(healthy.Times);
            },
            Is.GreaterThan(1));
        await sampler.StopAsync(CancellationToken.None);

        string[] lines =
            ["Sampler failed and tries again with growing pauses", "Sampler works again after 1 failed attempts"];
        Assert.That(log.Collector.GetSnapshot().Select(line => line.Message), Is.EqualTo(lines));
    }

    private async Task<(long Rows, double Age)> MeasureOutboxAsync()
    {
        using var rows = new MetricCollector<long>(null, RedisInstruments.Name, "outbox.rows");
        using var age = new MetricCollector<double>(null, RedisInstruments.Name, "outbox.oldest_age");
        await new OutboxDepth<Note>(Redis).MeasureAsync();
        return (rows.LastMeasurement!.Value, Math.Round(age.LastMeasurement!.Value));
    }

    private Task<(long Lag, long Pending)> MeasureGroupAsync() => MeasureGroupAsync(Redis);

    private static async Task<(long Lag, long Pending)> MeasureGroupAsync(RedisConnections redis)
    {
        using var lag = new MetricCollector<long>(null, RedisInstruments.Name, "consumer.lag");
        using var pending = new MetricCollector<long>(null, RedisInstruments.Name, "consumer.pending");
        await new GroupDepth<Note>(redis, new Subscription<Note>()).MeasureAsync();
        return (lag.LastMeasurement!.Value, pending.LastMeasurement!.Value);
    }

    private static Task<Station> LookAtGroupAsync(RedisConnections redis) =>
        new GroupDepth<Note>(redis, new Subscription<Note>()).LookAsync();

    private static async Task RewriteAsync(RedisServer server)
    {
        await server.Database.ExecuteAsync("BGREWRITEAOF");
        await Eventually.That(
            async () => $"{await server.Database.ExecuteAsync("INFO", "persistence")}",
            Does.Contain("aof_rewrite_in_progress:0"));
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> measure) where T : struct
    {
        try
        {
            return await measure();
        }
        catch (RedisException)
        {
            return null; // It is still connecting.
        }
    }

    private Task<RedisValue> AppendAsync(int bucket, TimeSpan age) => Store.Database.StreamAddAsync(
        Outbox<Note>.Key(Bucket.All[bucket]),
        "text",
        "x",
        messageId: $"{Ago(age)}-0");

    private long Ago(TimeSpan age) => (Clock.GetUtcNow() - age).ToUnixTimeMilliseconds();

    private async Task<RedisValue[]> PublishAsync(int count, RedisServer? server = null)
    {
        var entries = new RedisValue[count];
        for (var i = 0; i < count; i++)
        {
            entries[i] = await (server ?? Broker).Database.StreamAddAsync(Note.Stream, "text", i);
        }

        return entries;
    }

    private async Task ReadAsync(int count, RedisServer? server = null)
    {
        var database = (server ?? Broker).Database;
        await database.StreamCreateConsumerGroupAsync(Note.Stream, Note.Group, "0-0");
        await database.StreamReadGroupAsync(Note.Stream, Note.Group, "one", ">", count);
    }

    private sealed class Thing : IMeasured
    {
        public Exception? Fault { get; set; }

        public int Times { get; private set; }

        public Task MeasureAsync()
        {
            Times++;
            return Fault is null ? Task.CompletedTask : throw Fault;
        }
    }
}
