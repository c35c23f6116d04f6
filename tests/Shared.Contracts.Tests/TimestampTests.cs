namespace Shared.Contracts.Tests;

public sealed class TimestampTests
{
    [TestCase(0, "2026-01-31T12:00:00.000Z")]
    [TestCase(120, "2026-01-31T12:00:00.120Z")]
    [TestCase(123, "2026-01-31T12:00:00.123Z")]
    [TestCase(0.9999, "2026-01-31T12:00:00.000Z")]
    public void A_time_is_UTC_with_three_digits_of_a_second(double milliseconds, string text)
    {
        var noon = new DateTimeOffset(2026, 1, 31, 14, 0, 0, TimeSpan.FromHours(2));

        Assert.That(Timestamp.Format(noon.AddMilliseconds(milliseconds)), Is.EqualTo(text));
    }
}
