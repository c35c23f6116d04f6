using Shared.Redis.Paging;

namespace Shared.Redis.Tests.Paging;

public sealed class CursorTests
{
    [TestCase("0-1-0")]
    [TestCase("1795000000000-0-7")]
    [TestCase("9223372036854775807-9223372036854775807-2147483647")]
    public void It_survives_as_text(string text) =>
        Assert.That(Cursor.Parse(text, null).ToString(), Is.EqualTo(text));

    [Test]
    public void Whatever_else_a_client_sends_is_no_cursor(
        [Values(
            null, "", " ", "-", "--", "---", "=", "A", "!", "a b", "..", "%00", "\0", "漢", "null",
            "0-0-0", // the least id of an entry is 0-1
            "1", "1-0", "-1-0-0", "1--1-0", "1-0--1", "1-0-", "-0-1", "1.0-0-0", "1-0- 1", "1-0-0 ", "1-0-x",
            "9223372036854775808-0-0", "1-9223372036854775808-0", "1-0-2147483648")] string? text)
    {
        Assert.That(Cursor.TryParse(text, null, out var cursor), Is.False);
        Assert.That(cursor, Is.Null);
        Assert.That(() => Cursor.Parse(text!, null), Throws.InstanceOf<FormatException>());
    }

    [Test]
    public void A_megabyte_of_nothing_is_no_cursor() =>
        Assert.That(Cursor.TryParse(new string('A', 1_000_000), null, out _), Is.False);
}
