using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shared.Redis.Connections;

namespace Shared.Redis.Loops;

/// <summary>
/// A background loop: it owns cancellation, back-off and idling, and leaves one iteration to
/// <see cref="PollOnceAsync"/>. A fault never ends it; it is logged when it begins and when it is over.
/// </summary>
public abstract partial class PollingService(TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan _firstBackOff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestBackOff = TimeSpan.FromSeconds(5);

    private readonly Pace _pace = new(time);
    private long _lastSuccess = time.GetTimestamp();

    /// <summary>The clock of the loop.</summary>
    protected TimeProvider Time { get; } = time;

    /// <summary>Time since the last iteration that ended without a fault.</summary>
    public TimeSpan SinceLastSuccess => Time.GetElapsedTime(Interlocked.Read(ref _lastSuccess));

    /// <summary>Whether requests wait for this loop, so that they should go elsewhere while it stands still.</summary>
    public virtual bool ServesRequests => false;

    /// <summary>How much the last iteration has carried, if it pays to carry much at once.</summary>
    protected int Carried { get; set; }

    /// <summary>Does the work that there is to do now.</summary>
    /// <returns>Whether there was any; if so the next iteration follows at once.</returns>
    public abstract Task<bool> PollOnceAsync(CancellationToken cancellationToken);

    /// <summary>Waits until there may be work again.</summary>
    protected abstract Task WaitForWorkAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                _pace.Begin();
                var worked = await PollOnceAsync(stoppingToken);
                Interlocked.Exchange(ref _lastSuccess, Time.GetTimestamp());
                if (failures > 0)
                {
                    LogRecovered(Name, failures);
                    failures = 0;
                }

                if (!worked)
                {
                    await WaitForWorkAsync(stoppingToken);
                }
                else if (_pace.End(Carried) is var wait && wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, Time, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                if (failures++ == 0)
                {
                    LogFault(fault);
                }

                await Task.Delay(BackOff(failures), Time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>What the log and the health checks call this loop.</summary>
    public string Name => GetType().Name.Split('`')[0];

    /// <summary>
    /// Doubles from attempt to attempt; the jitter keeps instances that failed together from returning together.
    /// </summary>
    private static TimeSpan BackOff(int failures)
    {
        var wait = _firstBackOff * Math.Pow(2, Math.Min(failures - 1, 10));
        return (wait < _longestBackOff ? wait : _longestBackOff) * (0.5 + (Random.Shared.NextDouble() / 2));
    }

    private void LogFault(Exception fault)
    {
        if (RedisFaults.IsUnavailable(fault))
        {
            LogWaiting(Name, RedisFaults.Summary(fault));
        }
        else
        {
            LogFailed(Name, fault);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Loop} waits for Redis: {Reason}")]
    private partial void LogWaiting(string loop, string reason);

    [LoggerMessage(LogLevel.Error, "{Loop} failed and tries again with growing pauses")]
    private partial void LogFailed(string loop, Exception fault);

    [LoggerMessage(LogLevel.Information, "{Loop} works again after {Failures} failed attempts")]
    private partial void LogRecovered(string loop, int failures);
}
