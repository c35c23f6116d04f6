using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using StackExchange.Redis;
using Testing;

namespace Shared.Redis.Tests.Buckets;

public sealed class BucketWorkTests : SpreadStoreFixture
{
    private static readonly Bucket _failing = new(7);
    private static readonly IEnumerable<Bucket> _others = Bucket.All.Where(bucket => bucket != _failing);

    private FakeTimeProvider _time = null!;
    private FakeLogger _log = null!;
    private BucketWork _work = null!;

    [SetUp]
    public void SetUp() => _work = Work(Redis);

    [Test]
    public async Task What_the_others_gave_is_not_lost_with_a_bucket_that_fails() =>
        Assert.That(await RunAsync(_failing), Is.EqualTo(_others));

    [Test]
    public async Task A_bucket_that_failed_rests_for_three_seconds()
    {
        await RunAsync(_failing);

        _time.Advance(TimeSpan.FromSeconds(2.999));
        Assert.That(await RunAsync(), Is.EqualTo(_others));
        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.That(await RunAsync(), Is.EqualTo(Bucket.All));
    }

    [Test]
    public async Task A_bucket_is_named_when_it_fails_and_when_it_works_again_and_not_in_between()
    {
        for (var i = 0; i < 3; i++)
        {
            await RunAsync(_failing);
            _time.Advance(TimeSpan.FromSeconds(4));
        }

        await RunAsync();
        await RunAsync();

        Assert.That(
            _log.Collector.GetSnapshot().Select(line => (line.Level, line.Message)),
            Is.EqualTo(new[]
            {
                (LogLevel.Warning, $"Buckets {_failing} are left alone for now: away"),
                (LogLevel.Information, $"Buckets {_failing} are worked on again"),
            }));
    }

    [Test]
    public async Task When_all_buckets_fail_it_is_the_work_that_does_and_none_rests()
    {
        Assert.That(() => RunAsync([.. Bucket.All]), Throws.TypeOf<RedisTimeoutException>());

        Assert.That(await RunAsync(), Is.EqualTo(Bucket.All));
        Assert.That(_log.Collector.Count, Is.Zero);
    }

    [Test]
    public async Task Where_the_store_is_one_server_no_bucket_is_away_alone()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await TestConnections.OpenAsync(server);
        _work = Work(redis);

        Assert.That(() => RunAsync(_failing), Throws.TypeOf<RedisTimeoutException>());
        Assert.That(await RunAsync(), Is.EqualTo(Bucket.All));
    }

    private BucketWork Work(IRedisServers redis) =>
        new(redis, _time = new FakeTimeProvider(), _log = new FakeLogger());

    private Task<IReadOnlyList<Bucket>> RunAsync(params Bucket[] failing) => _work.RunAsync(Bucket.All, bucket =>
        failing.Contains(bucket)
            ? throw new RedisTimeoutException(CommandFlags.None, "away, for a while", CommandStatus.Sent)
            : Task.FromResult(bucket));
}
