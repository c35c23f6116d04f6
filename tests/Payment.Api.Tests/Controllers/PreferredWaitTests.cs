using Payment.Api.Controllers;

namespace Payment.Api.Tests.Controllers;

public sealed class PreferredWaitTests
{
    [TestCase("wait=5", 5)]
    [TestCase("wait=0", 0)]
    [TestCase("wait=05", 5)]
    [TestCase("WAIT=5", 5)]
    [TestCase("wait = 5", 5)]
    [TestCase("wait=\"5\"", 5)]
    [TestCase(" wait=5 ", 5)]
    [TestCase("wait=5; reason=x", 5)]
    [TestCase("respond-async, wait=5", 5)]
    [TestCase("respond-async,wait=5", 5)]
    [TestCase("respond-async; wait=1, wait=5", 5)]
    [TestCase("wait=5, respond-async", 5)]
    [TestCase(", ,wait=5,", 5)]
    [TestCase("note=\"a, wait=9\", wait=5", 5)]
    [TestCase("note=\"\\\", wait=9\", wait=5", 5)]
    public void A_wait_is_found_among_what_else_is_preferred(string prefer, int seconds) =>
        Assert.That(PreferredWait.Seconds(prefer), Is.EqualTo(seconds));

    [TestCase("wait=30", 30)]
    [TestCase("wait=31", 30)]
    [TestCase("wait=99999999999999999999", 30)]
    public void Nobody_waits_longer_than_thirty_seconds(string prefer, int seconds) =>
        Assert.That(PreferredWait.Seconds(prefer), Is.EqualTo(seconds));

    [TestCase("wait=5, wait=10")]
    [TestCase("wait=5,wait=x")]
    [TestCase("wait=x, wait=5")]
    public void Of_several_waits_the_first_that_can_be_read_counts(string prefer) =>
        Assert.That(PreferredWait.Seconds(prefer), Is.EqualTo(5));

    [Test]
    public void What_is_malformed_or_unknown_is_ignored(
        [Values(
            null, "", "wait", "wait=", "wait=x", "wait=-1", "wait=+1", "wait=1.5", "wait=1s", "wait=1 2", "wait=\"5",
            "wait=5\"", "await=5", "x-wait=5", "wait-5", "respond-async; wait=5", "note=\"wait=5\"",
            "note=\"a, wait=5\"", "return=minimal", "wait=٥", "=5", ";")]
        string? prefer) =>
        Assert.That(PreferredWait.Seconds(prefer), Is.Null);
}
