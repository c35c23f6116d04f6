using Microsoft.Extensions.Time.Testing;
using Shared.Redis.Loops;

namespace Shared.Redis.Tests.Loops;

/// <summary>Loops that rest wake up together, once for each beat.</summary>
public sealed class BeatTests
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _rounding = TimeSpan.FromMicroseconds(10);

    private FakeTimeProvider _time = null!;

    [SetUp]
    public void ReachABeat()
    {
        _time = new FakeTimeProvider();
        _time.Advance(Beat.Until(_interval, _time));
    }

    [TestCase(0, 10_000)]
    [TestCase(2_500, 7_500)]
    [TestCase(9_900, 100)]
    public void A_rest_ends_with_the_next_beat(int since, int left) => RestFrom(since, left);

    [Test]
    public void A_timer_that_ends_early_is_not_followed_by_another_at_once() => RestFrom(since: 9_996, left: 10_004);

    private void RestFrom(int since, int left)
    {
        _time.Advance(TimeSpan.FromMilliseconds(since));

        Assert.That(Beat.Until(_interval, _time), Is.EqualTo(TimeSpan.FromMilliseconds(left)).Within(_rounding));
    }
}
