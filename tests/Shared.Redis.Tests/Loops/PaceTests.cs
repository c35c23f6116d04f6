using Microsoft.Extensions.Time.Testing;
using Shared.Redis.Loops;

namespace Shared.Redis.Tests.Loops;

/// <summary>Only what comes thick is let gather.</summary>
public sealed class PaceTests
{
    private static readonly TimeSpan _work = TimeSpan.FromMilliseconds(1);

    private FakeTimeProvider _time = null!;
    private Pace _pace = null!;

    [SetUp]
    public void Start()
    {
        _time = new FakeTimeProvider();
        _pace = new Pace(_time);
    }

    [Test]
    public void What_comes_one_by_one_never_waits()
    {
        for (var turn = 0; turn < 100; turn++)
        {
            Assert.That(Turn(carried: 1, work: _work / 10), Is.EqualTo(TimeSpan.Zero));
        }
    }

    [Test]
    public void What_comes_thick_gathers_until_ten_milliseconds_after_the_turn_began()
    {
        ComeThick();

        Assert.That(Turn(carried: 2), Is.EqualTo(TimeSpan.FromMilliseconds(9)));
    }

    [Test]
    public void A_turn_that_carries_much_or_takes_long_goes_on_at_once([Values] bool takesLong)
    {
        ComeThick();

        Assert.That(takesLong ? Turn(carried: 10, work: _work * 10) : Turn(carried: 64), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void What_comes_thin_again_waits_no_longer()
    {
        ComeThick();
        _time.Advance(TimeSpan.FromMilliseconds(20));

        Assert.That(Turn(carried: 1), Is.EqualTo(TimeSpan.Zero));
    }

    private void ComeThick()
    {
        for (var turn = 0; turn < 10; turn++)
        {
            Turn(carried: 2);
        }
    }

    private TimeSpan Turn(int carried, TimeSpan? work = null)
    {
        _pace.Begin();
        _time.Advance(work ?? _work);
        return _pace.End(carried);
    }
}
