using Bench;

namespace EndToEnd.Tests.Tools;

public sealed class LatenciesTests
{
    private static readonly Latencies _oneToTen =
        new(Enumerable.Range(1, 10).Reverse().Select(i => TimeSpan.FromMilliseconds(i)));

    [TestCase(50, 5)]
    [TestCase(51, 6)]
    [TestCase(90, 9)]
    [TestCase(99, 10)]
    [TestCase(100, 10)]
    [TestCase(0, 1)]
    public void A_percentile_is_the_nearest_rank_of_all_answers(double percent, double milliseconds) =>
        Assert.That(_oneToTen.Percentile(percent), Is.EqualTo(milliseconds));
}
