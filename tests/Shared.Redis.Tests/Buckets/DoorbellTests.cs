using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shared.Redis.Buckets;

namespace Shared.Redis.Tests.Buckets;

public sealed class DoorbellTests : SpreadStoreFixture
{
    private static readonly TimeSpan _forEver = TimeSpan.FromSeconds(20);

    private FakeTimeProvider _time = null!;
    private Doorbell _bell = null!;
    private BucketWork _work = null!;

    [SetUp]
    public void Hang()
    {
        _bell = new Doorbell(_time = new FakeTimeProvider());
        _work = new BucketWork(Redis, _time, NullLogger.Instance);
    }

    [TearDown]
    public void TakeDown() => _bell.Dispose();

    [Test]
    public void A_loop_that_starts_looks_into_every_bucket() => Assert.That(_bell.Answer(), Is.EqualTo(Bucket.All));

    [Test]
    public void An_answer_takes_each_bucket_that_was_rung_once()
    {
        _bell.Answer();
        _bell.Ring(new Bucket(7));
        _bell.Ring(new Bucket(7));
        _bell.Ring(new Bucket(15));

        Assert.That(_bell.Answer(), Is.EqualTo([new Bucket(7), new Bucket(15)]));
        Assert.That(_bell.Answer(), Is.Empty);
    }

    [Test]
    public async Task However_often_it_is_rung_the_loop_wakes_once()
    {
        _bell.Answer();
        for (var i = 0; i < 100; i++)
        {
            _bell.Ring(Bucket.All[i % Bucket.Count]);
        }

        await _bell.WaitAsync(_forEver, CancellationToken.None);
        Assert.That(_bell.Answer(), Is.EqualTo(Bucket.All));
        Assert.That(_bell.WaitAsync(_forEver, CancellationToken.None).IsCompleted, Is.False);
    }

    [Test]
    public async Task A_ring_that_was_answered_without_a_wait_wakes_nobody_later()
    {
        _bell.Answer();
        _bell.Ring(new Bucket(7));
        _bell.Answer();
        var wait = _bell.WaitAsync(_forEver, CancellationToken.None);

        Assert.That(wait.IsCompleted, Is.False);
        _bell.Ring(new Bucket(8));
        await wait;
        Assert.That(_bell.Answer(), Is.EqualTo([new Bucket(8)]));
    }

    [Test]
    public async Task A_wait_in_silence_rings_every_bucket()
    {
        _bell.Answer();
        await _bell.WaitAsync(TimeSpan.FromMilliseconds(1), CancellationToken.None);

        Assert.That(_bell.Answer(), Is.EqualTo(Bucket.All));
    }

    [Test]
    public void Under_constant_ringing_no_bucket_is_left_out_for_long()
    {
        _bell.Answer();
        _bell.Ring(new Bucket(7));
        Assert.That(_bell.Answer(), Is.EqualTo([new Bucket(7)]));

        _time.Advance(TimeSpan.FromSeconds(2.501));
        _bell.Ring(new Bucket(7));
        Assert.That(_bell.Answer(), Is.EqualTo(Bucket.All));
    }

    [TestCase(3, true)]
    [TestCase(2, false)]
    [TestCase(0, false)]
    public async Task A_bucket_that_gave_a_full_batch_stays_rung(int found, bool rung)
    {
        _bell.Answer();

        var taken = await _bell.TakeAsync(
            _work, [new Bucket(7)], batchSize: 3, _ => Task.FromResult(new string[found]));

        Assert.That(taken, Has.Count.EqualTo(found));
        Assert.That(_bell.WaitAsync(_forEver, CancellationToken.None).IsCompleted, Is.EqualTo(rung));
    }

    [Test]
    public async Task When_no_bucket_could_be_looked_into_all_stay_rung()
    {
        var buckets = _bell.Answer();

        await Assert.CatchAsync(() =>
            _bell.TakeAsync<string>(_work, buckets, batchSize: 3, _ => throw new TimeoutException()));

        Assert.That(_bell.Answer(), Is.EqualTo(Bucket.All));
    }

    [Test]
    public async Task A_bucket_that_could_not_be_looked_into_wakes_nobody_and_has_its_turn_with_the_others()
    {
        var buckets = _bell.Answer();

        var taken = await _bell.TakeAsync(_work, buckets, batchSize: 3, bucket =>
            bucket.Index == 7 ? throw new TimeoutException() : Task.FromResult(new[] { bucket.Index }));

        Assert.That(taken, Is.EqualTo(Enumerable.Range(0, Bucket.Count).Where(index => index != 7)));
        Assert.That(_bell.WaitAsync(_forEver, CancellationToken.None).IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromSeconds(2.501));
        Assert.That(_bell.Answer(), Does.Contain(new Bucket(7)));
    }

    [Test]
    public void A_wait_ends_when_the_host_stops()
    {
        _bell.Answer();
        using var stop = new CancellationTokenSource();
        var wait = _bell.WaitAsync(_forEver, stop.Token);
        stop.Cancel();

        Assert.That(async () => await wait, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Nothing_is_lost_that_is_rung_while_it_is_answered()
    {
        const int ringers = 3, rings = 20_000;
        var (added, done) = (new int[ringers], new int[ringers]);
        using var deadline = new CancellationTokenSource(_forEver);
        var ringing = Task.WhenAll(Enumerable.Range(0, ringers).Select(ringer => Task.Run(() =>
        {
            // Each ring comes at some moment after the one before was answered, so that many meet an answer.
            for (var i = 1; i <= rings; i++)
            {
                Thread.SpinWait(Random.Shared.Next(100));
                Volatile.Write(ref added[ringer], i);
                _bell.Ring(new Bucket(ringer));
                while (Volatile.Read(ref done[ringer]) < i)
                {
                    deadline.Token.ThrowIfCancellationRequested();
                    Thread.Yield();
                }
            }
        })));

        while (!ringing.IsCompleted)
        {
            foreach (var bucket in _bell.Answer().Where(bucket => bucket.Index < ringers))
            {
                Volatile.Write(ref done[bucket.Index], Volatile.Read(ref added[bucket.Index]));
            }

            // In silence nothing is rung, so that a ring that got lost is never answered.
            await Task.WhenAny(ringing, _bell.WaitAsync(Timeout.InfiniteTimeSpan, deadline.Token));
        }

        await ringing;
    }
}
