using System.Runtime.CompilerServices;

namespace Shared.ServiceDefaults.Flow;

/// <summary>
/// Looks at the flow once a second for all who watch together, and not at all while nobody does: no loop drives it, but
/// the watchers. Whoever has waited for a second first looks, and the others are given what he sees.
/// </summary>
public sealed class FlowWatch(FlowSampler sampler, TimeProvider time)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Look? _last;

    /// <summary>What is, or was less than a second ago.</summary>
    public Task<FlowSample> NowAsync() => Next(seen: null).Sample;

    /// <summary>What is now, and then once a second; less often while a Redis takes its time to answer.</summary>
    public async IAsyncEnumerable<FlowSample> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var look = Next(seen: null);
        while (true)
        {
            yield return await look.Sample.WaitAsync(cancellationToken);
            var rest = _interval - time.GetElapsedTime(look.Began);
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, time, cancellationToken);
            look = Next(look);
        }
    }

    /// <summary>The look that follows one that was seen; without one, one that is fresh.</summary>
    private Look Next(Look? seen)
    {
        lock (_lock)
        {
            var isOver = _last is not { } last
                || last == seen
                || (last.Sample.IsCompleted && time.GetElapsedTime(last.Began) >= _interval);
            return isOver ? _last = new Look(time.GetTimestamp(), sampler.TakeAsync()) : _last!;
        }
    }

    private sealed class Look(long began, Task<FlowSample> sample)
    {
        public long Began => began;

        public Task<FlowSample> Sample => sample;
    }
}
