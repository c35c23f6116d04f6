using Shared.Redis.Streams;

namespace Shared.Redis.Tests.Streams;

public sealed class StreamIdTests
{
    [TestCase("1795000000000-0", 1795000000000, 0)]
    [TestCase("0-1", 0, 1)]
    [TestCase("9223372036854775807-9223372036854775807", long.MaxValue, long.MaxValue)]
    public void It_reads_and_writes_the_text_of_Redis(string text, long milliseconds, long sequence)
    {
        Assert.That(StreamId.TryParse(text, out var id), Is.True);
        Assert.That(id, Is.EqualTo(new StreamId(milliseconds, sequence)));
        Assert.That(id.ToString(), Is.EqualTo(text));
    }

    [Test]
    public void Any_other_text_is_no_id(
        [Values(
            "", "-", "1", "1-", "-1", "--1", "1-2-3", "1--2", "+1-2", "1-+2", " 1-2", "1-2 ", "1.0-2", "a-b", "0x1-2",
            "*", "$", ">", "18446744073709551615-0", "99999999999999999999999-0")] string text)
    {
        Assert.That(StreamId.TryParse(text, out var id), Is.False);
        Assert.That(id, Is.Default);
    }

    [TestCase(2, 0, 1, 9, true)]
    [TestCase(1, 9, 2, 0, false)]
    [TestCase(1, 10, 1, 9, true)]
    [TestCase(1, 1, 1, 1, false)]
    public void Ids_are_in_the_order_of_their_numbers(
        long time, long sequence, long otherTime, long otherSequence, bool isAfter) =>
        Assert.That(new StreamId(time, sequence).IsAfter(new StreamId(otherTime, otherSequence)), Is.EqualTo(isAfter));

    [Test]
    public void Its_time_is_that_of_the_server() =>
        Assert.That(
            new StreamId(1795000000000, 7).Time,
            Is.EqualTo(new DateTimeOffset(2026, 11, 18, 11, 6, 40, TimeSpan.Zero)));
}
