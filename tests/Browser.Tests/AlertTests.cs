using System.Text.RegularExpressions;
using Shared.Redis.Connections;
using Shared.ServiceDefaults.Console;

namespace Browser.Tests;

/// <summary>What the picture colours, and when.</summary>
public sealed partial class AlertTests
{
    [Test]
    public void The_page_has_the_thresholds_of_the_alerts_and_names_sections_of_the_runbook()
    {
        var page = Embedded.Text<ConsoleOptions>("console/stations.js");
        var alerts = File.ReadAllText("alerts.yml");
        var runbook = File.ReadAllText("runbook.md");
        var thresholds = Threshold().Matches(page)
            .ToDictionary(one => one.Groups["alert"].Value, one => one.Groups["limit"].Value);

        Assert.That(thresholds, Has.Count.EqualTo(7));
        foreach (var (alert, limit) in thresholds)
        {
            Assert.That(alerts, Does.Match($@"alert: {alert}\n *expr: .*> {limit}\n"));
        }

        foreach (var name in Named().Matches(page).Select(one => one.Groups["alert"].Value))
        {
            Assert.That(runbook, Does.Contain($"\n## {name}\n"));
        }
    }

    [GeneratedRegex(@"^  (?<alert>[A-Z]\w+): (?<limit>[\d.]+),$", RegexOptions.Multiline)]
    private static partial Regex Threshold();

    [GeneratedRegex(@"'(?<alert>[A-Z][a-z]+[A-Z]\w+)'")]
    private static partial Regex Named();
}
