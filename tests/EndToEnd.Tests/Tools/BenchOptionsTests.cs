using Bench;

namespace EndToEnd.Tests.Tools;

public sealed class BenchOptionsTests
{
    [Test]
    public void The_load_is_the_documented_one_unless_told_otherwise()
    {
        var options = BenchOptions.Parse([]);

        Assert.That((options.WarmUp.TotalSeconds, options.Duration.TotalSeconds), Is.EqualTo((35, 10)));
        Assert.That(options.Products, Is.EqualTo(100));
    }

    [Test]
    public void What_stands_after_short_wins_over_it()
    {
        var options = BenchOptions.Parse(["settle", "--short", "--warm-up", "20", "--seconds", "3"]);

        Assert.That((options.WarmUp.TotalSeconds, options.Duration.TotalSeconds), Is.EqualTo((20, 3)));
        Assert.That(options.Scenarios.Select(scenario => scenario.Name), Is.EqualTo(["settle"]));
    }

    [TestCase("--warm-up")]
    [TestCase("--warm-up", "0")]
    [TestCase("--warm-up", "-1")]
    [TestCase("--warm-up", "1.5")]
    [TestCase("settled")]
    public void What_is_not_understood_is_said(params string[] arguments) =>
        Assert.That(() => BenchOptions.Parse(arguments), Throws.TypeOf<FormatException>());
}
