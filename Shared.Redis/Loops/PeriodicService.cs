using Microsoft.Extensions.Logging;

namespace Shared.Redis.Loops;

/// <summary>A background loop that looks at something from time to time.</summary>
/// <param name="interval">How often.</param>
public abstract class PeriodicService(TimeSpan interval, TimeProvider time, ILogger logger)
    : PollingService(time, logger)
{
    /// <inheritdoc/>
    protected sealed override Task WaitForWorkAsync(CancellationToken cancellationToken) =>
        Task.Delay(Beat.Until(interval, Time), Time, cancellationToken);
}
