using Shared.Redis.Paging;

namespace Shared.Redis.Tests.Paging;

public sealed class CursorTests
{
    [TestCase(0, "")]
    [TestCase(1795000000000, "0197c2")]
    [TestCase(long.MaxValue, "a:b::")]
    [TestCase(1, "öäü 漢 ?&=#+/")]
    public void It_survives_as_text(long createdAt, string id)
    {
        var cursor = new Cursor(createdAt, id);

        Assert.That(Cursor.TryParse(cursor.ToString(), null, out var read), Is.True);
        Assert.That(read, Is.EqualTo(cursor));
        Assert.That(Cursor.Parse(cursor.ToString(), null), Is.EqualTo(cursor));
    }

    [Test]
    public void Its_text_needs_no_escaping_in_an_address() =>
        Assert.That(new Cursor(1795000000000, "???>>>~~~漢").ToString(), Does.Match("^[A-Za-z0-9_-]+$"));

    [Test]
    public void Whatever_else_a_client_sends_is_no_cursor(
        [Values(
            null, "", " ", "=", "A", "!", "a b", "..", "%00", "\0", "漢", "null",
            "MQ", // 1
            "Og", // :
            "OmE", // :a
            "LTE6YQ", // -1:a
            "MS4wOmE", // 1.0:a
            "IDE6YQ", // a space, 1:a
            "OTk5OTk5OTk5OTk5OTk5OTk5OTk6YQ", // 99999999999999999999:a
            "_____w")] string? text)
    {
        Assert.That(Cursor.TryParse(text, null, out var cursor), Is.False);
        Assert.That(cursor, Is.Null);
        Assert.That(() => Cursor.Parse(text!, null), Throws.InstanceOf<FormatException>());
    }

    [Test]
    public void A_megabyte_of_nothing_is_no_cursor() =>
        Assert.That(Cursor.TryParse(new string('A', 1_000_000), null, out _), Is.False);
}
