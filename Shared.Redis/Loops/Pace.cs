namespace Shared.Redis.Loops;

/// <summary>
/// Lets work gather while it comes thick: a turn of a loop costs nearly the same whether it carries one piece or fifty.
/// What comes one by one never waits, and neither does a turn that has much to carry already.
/// </summary>
public sealed class Pace(TimeProvider time)
{
    private const int Much = 64;
    private const double ThickPerMillisecond = 1;

    private static readonly TimeSpan _turn = TimeSpan.FromMilliseconds(10);

    private long _began = time.GetTimestamp();
    private long _counted = time.GetTimestamp();
    private int _count;
    private bool _isThick;

    /// <summary>Says that a turn begins.</summary>
    public void Begin() => _began = time.GetTimestamp();

    /// <summary>Tells how long to let work gather before the next turn.</summary>
    /// <param name="carried">What the turn that ends has carried.</param>
    public TimeSpan End(int carried)
    {
        _count += Math.Max(carried - 1, 0); // Pieces that follow on one another come one by one, however fast they do.
        if (time.GetElapsedTime(_counted) is var elapsed && elapsed >= _turn)
        {
            _isThick = _count >= elapsed.TotalMilliseconds * ThickPerMillisecond;
            (_counted, _count) = (time.GetTimestamp(), 0);
        }

        var left = _turn - time.GetElapsedTime(_began);
        return _isThick && carried < Much && left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
