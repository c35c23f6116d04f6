using Shared.Redis.Consuming;

namespace Shared.Redis.Tests.Consuming;

public sealed class LogTextTests
{
    [TestCase("0197c2f0-1a2b", "0197c2f0-1a2b")]
    [TestCase("Tasse für Ä 杯", "Tasse für Ä 杯")]
    [TestCase("p1\r\nOrder o2: refunded", "p1??Order o2: refunded")]
    [TestCase("\u001b[2Jp1\u0000", "?[2Jp1?")]
    [TestCase("p1\u0085\u2028\u2029o2", "p1???o2")]
    [TestCase("p1\u202ereversed", "p1?reversed")]
    public void Text_from_outside_stays_on_one_line_and_moves_nothing(string text, string printed) =>
        Assert.That(text.Printable(), Is.EqualTo(printed));

    [Test]
    public void Long_text_is_cut() => Assert.That(new string('x', 1000).Printable(), Is.EqualTo(new string('x', 200)));
}
