using Microsoft.Extensions.Logging;

namespace Shared.Redis.Loops;

/// <summary>
/// Measures from time to time how full everything is, so that whoever reads the metrics costs Redis nothing.
/// </summary>
public sealed class Sampler(IEnumerable<IMeasured> measured, TimeProvider time, ILogger<Sampler> logger)
    : PeriodicService(_interval, time, logger)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        // Each in a task of its own: a fault that is thrown at once keeps nobody else from being measured.
        await Task.WhenAll(measured.Select(async thing => await thing.MeasureAsync()));
        return false;
    }
}
