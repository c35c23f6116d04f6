using Bench;

namespace EndToEnd.Tests.Tools;

public sealed class TableTests
{
    [Test]
    public void A_figure_stands_beside_its_floor_as_a_ratio()
    {
        var table = new Table();
        table.Add("post", [new("orders per second", 12_345, 15_000), new("p50, ms", 4.56)]);

        Assert.That(table.ToString(), Does.Contain("| post | orders per second | 12,345 | 15,000 | 0.82 |"));
        Assert.That(table.ToString(), Does.Contain("| post | p50, ms | 4.6 |  |  |"));
    }

    [Test]
    public void What_the_audit_found_is_not_overlooked([Values(0, 1)] int violations)
    {
        var table = new Table();
        table.Add("growth", [new($"4 instances, post: {Measurement.Violations}", violations)]);

        Assert.That(table.HasViolations, Is.EqualTo(violations > 0));
    }
}
