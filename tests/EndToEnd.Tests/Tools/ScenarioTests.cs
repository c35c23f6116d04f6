using Bench;

namespace EndToEnd.Tests.Tools;

/// <summary>Each scenario with next to no load: whether it measures, not what.</summary>
public sealed class ScenarioTests
{
    private static readonly BenchOptions _little = new()
    {
        Duration = TimeSpan.FromSeconds(1),
        WarmUp = TimeSpan.FromSeconds(2),
        IdleTime = TimeSpan.FromMilliseconds(100),
        Entries = 500,
        Stored = 10,
        Products = 3,
        RoundTrips = 5,
        Instances = 2,
    };

    private static IEnumerable<string> Names => _little.Scenarios.Select(scenario => scenario.Name);

    [TestCaseSource(nameof(Names))]
    public async Task A_scenario_yields_figures_of_a_system_that_keeps_its_promises(string name)
    {
        var figures = await Scenario.All.Single(scenario => scenario.Name == name).RunAsync(_little);

        Assert.That(figures[^1].Figure, Does.EndWith(Measurement.Violations));
        Assert.That(figures.Select(figure => figure.IsViolated), Has.None.True);
        Assert.That(figures.Select(figure => figure.Value), Has.All.Matches<double>(double.IsFinite));
        Assert.That(figures[0].Value, Is.Positive);
    }
}
