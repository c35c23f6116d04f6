using System.Diagnostics;
using Audit;
using Chaos.Faults;
using StackExchange.Redis;

namespace Chaos;

/// <summary>What has to happen once the faults are over, without anybody's help but the operator's.</summary>
internal sealed class Recovery(Site site, LagWatch lag, Operator operation)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Mends everything and waits until all orders are finished, nothing moves and all are healthy.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(NewerVersion newerVersion, CancellationToken stop)
    {
        try
        {
            await site.HealAsync(stop);
        }
        catch (TimeoutException)
        {
            // What did not start is not healthy either, and is found below.
        }

        var stranded = await UntilNoneAsync(UnfinishedAsync, stop);
        await newerVersion.TakeOutAsync();
        var restless = await UntilNoneAsync(RestlessAsync, stop);
        return
        [
            new("customers' orders are finished, whatever lies beside them, within 60 s", lag.Watched, stranded),
            new("at rest, and all instances healthy, within 60 s", site.Instances.Count, restless),
        ];
    }

    /// <returns>What is left when patience ends.</returns>
    private static async Task<List<string>> UntilNoneAsync(Func<Task<List<string>>> look, CancellationToken stop)
    {
        for (var waiting = Stopwatch.StartNew(); ; await Task.Delay(_interval, stop))
        {
            var left = await LookAsync(look);
            if (left.Count == 0 || waiting.Elapsed > _patience)
            {
                return left;
            }
        }
    }

    private static async Task<List<string>> LookAsync(Func<Task<List<string>>> look)
    {
        try
        {
            return await look();
        }
        catch (Exception fault) when (fault is RedisException or RedisTimeoutException)
        {
            return [fault.Message]; // A Redis that does not answer is not at rest.
        }
    }

    private async Task<List<string>> UnfinishedAsync() =>
        [.. await operation.RedriveCustomersAsync(), .. lag.Unfinished()];

    private async Task<List<string>> RestlessAsync()
    {
        var health = await Task.WhenAll(site.Instances.Select(
            async instance => (instance.Name, IsHealthy: await instance.IsHealthyAsync())));
        return
        [
            .. (await Invariants.AtRestAsync(site.Installation)).SelectMany(finding => finding.Violations),
            .. health.Where(instance => !instance.IsHealthy).Select(instance => $"{instance.Name} is not healthy"),
            .. await operation.RedriveCustomersAsync(),
        ];
    }
}
