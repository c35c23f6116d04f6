using Chaos;

namespace EndToEnd.Tests.Tools;

/// <summary>A short form of what <c>tools/Chaos</c> does for as long as one likes.</summary>
public sealed class ShortRunTests
{
    private const int Seed = 2684; // With it nearly all kinds of faults have their turn.

    [Test]
    [CancelAfter(240_000)]
    public async Task Every_promise_is_kept_through_half_a_minute_of_faults(CancellationToken stop)
    {
        var options = new ChaosOptions
        {
            Seed = Seed,
            Duration = TimeSpan.FromSeconds(35),
            MeanPause = TimeSpan.FromSeconds(1),
            OrdersPerSecond = 10,
        };

        await RunAsync(options, stop);
    }

    [TestCase(
        "cluster", "node-kill", "master-pause", "cluster-failover", "slot-move", "shard-dead", "kill", "broker-flush")]
    [TestCase("sentinel", "master-kill", "master-pause", "sentinel-failover", "sentinels-gone", "kill", "broker-flush")]
    [CancelAfter(240_000)]
    public async Task Every_promise_is_kept_while_servers_replace_each_other(string topology, params string[] faults)
    {
        var options = new ChaosOptions
        {
            Topology = topology,
            Seed = Seed,
            Duration = TimeSpan.FromSeconds(15),
            Faults = faults,
            MeanPause = TimeSpan.FromSeconds(2),
        };

        await RunAsync(options, TestContext.CurrentContext.CancellationToken);
    }

    private static async Task RunAsync(ChaosOptions options, CancellationToken stop)
    {
        var summary = await new ChaosRun(options, TestContext.Out).RunAsync(stop);

        await TestContext.Out.WriteLineAsync(summary.ToString());
        Assert.Multiple(() =>
        {
            Assert.That(summary.Findings.Where(finding => finding.Violations.Count > 0), Is.Empty, summary.ToString());
            Assert.That(summary.Customers.Acknowledged, Is.GreaterThan(50), "there was something to lose");
            Assert.That(summary.ToldForGood, Is.GreaterThan(50), "and something to go back on");
        });
    }
}
