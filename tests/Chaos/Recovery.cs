using System.Diagnostics;
using Audit;
using Chaos.Faults;

namespace Chaos;

/// <summary>What has to happen once the faults are over, without anybody's help but the operator's.</summary>
internal sealed class Recovery(Site site, LagWatch lag, Operator operation)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Mends everything and waits until nothing moves and every instance is ready, for as long as that may take.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(NewerVersion newerVersion, CancellationToken stop)
    {
        try
        {
            await site.HealAsync(stop);
        }
        catch (TimeoutException)
        {
            // What did not start is not ready either, and is found below.
        }

        var stranded = await UntilNoneAsync(
            "customers' orders are finished, whatever lies beside them, within 60 s", lag.Watched, UnfinishedAsync, stop);
        await newerVersion.TakeOutAsync();
        var restless = await UntilNoneAsync("at rest, and all instances ready, within 60 s", site.Instances.Count, RestlessAsync, stop);
        return [stranded, restless];
    }

    private static async Task<Finding> UntilNoneAsync(string what, int looked, Func<Task<List<string>>> look, CancellationToken stop)
    {
        for (var waiting = Stopwatch.StartNew(); ; await Task.Delay(_interval, stop))
        {
            var left = await look();
            if (left.Count == 0 || waiting.Elapsed > _patience)
            {
                return new Finding(what, looked, left);
            }
        }
    }

    private async Task<List<string>> UnfinishedAsync() => [.. await operation.RedriveCustomersAsync(), .. lag.Unfinished()];

    private async Task<List<string>> RestlessAsync()
    {
        var ready = await Task.WhenAll(site.Instances.Select(async instance => (instance.Name, Ready: await instance.AnswersAsync("/health/ready"))));
        return
        [
            .. (await Invariants.AtRestAsync(site.Installation)).SelectMany(finding => finding.Violations),
            .. ready.Where(instance => !instance.Ready).Select(instance => $"{instance.Name} is not ready"),
            .. await operation.RedriveCustomersAsync(),
        ];
    }
}
