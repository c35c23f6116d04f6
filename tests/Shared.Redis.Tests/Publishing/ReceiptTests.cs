using Shared.Redis.Buckets;
using Shared.Redis.Publishing;

namespace Shared.Redis.Tests.Publishing;

public sealed class ReceiptTests
{
    [TestCase(0, "0-1", "42", "{00td}:0-1:42")]
    [TestCase(7, "1795000000000-0", "0197c2f0-5a3e", "{07sd}:1795000000000-0:0197c2f0-5a3e")]
    [TestCase(15, "1795000000000-12", "a b:c%20d", "{15tn}:1795000000000-12:a%20b%3Ac%2520d")]
    [TestCase(15, "1795000000000-12", "", "{15tn}:1795000000000-12:")]
    [TestCase(3, "1-0", "漢", "{03wd}:1-0:%E6%BC%A2")]
    public void Names_its_row_and_what_that_is_about(int bucket, string id, string key, string token)
    {
        Assert.That(new OutboxRow(new Bucket(bucket), id, key, []).Token.ToString(), Is.EqualTo(token));
        Assert.That(Receipt.Parse(token), Is.EqualTo(new Receipt(new Bucket(bucket), id, key, Verdict: null)));
    }

    [TestCase("{07sd}:1-0:a%20b reserved", "reserved")]
    [TestCase("{07sd}:1-0:a%20b", null)]
    public void Tells_the_verdict_that_came_with_it(string text, string? verdict) =>
        Assert.That(Receipt.Parse(text), Is.EqualTo(new Receipt(new Bucket(7), "1-0", "a b", verdict)));

    [Test]
    public void Whatever_else_the_broker_brings_is_none(
        [Values(
            "", " ", "receipt", "{07sd}", "{07sd}:", "{07sd}:1", "{07sd}:1-", "{07sd}:-1", "{07sd}:1-2-3:k",
            "{07sd}:a-b:k", "{07sd}:1-0", "{07}:1-0:k", "{16}:1-0:k", "{99}:1-0:k", "{07SD}:1-0:k", "{07 sd}:1-0:k",
            "{08sd}:1-0:k", "{07s}:1-0:k", "{07sdd}:1-0:k", "{}:1-0:k", ":1-0:k", "[07sd]:1-0:k", "{07sd}1-0:k",
            "07sd:1-0:k", " {07sd}:1-0:k", "{07sd}: 1-0:k", "{07sd}:*:k", "{07sd}:99999999999999999999999-0:k",
            "{٠٧sd}:1-0:k", "漢漢漢", "reserved", "reserved {07sd}:1-0:k")]
        string text) =>
        Assert.That(Receipt.Parse(text), Is.Null);

    [Test]
    public void Bytes_that_are_no_text_are_none()
    {
        Assert.That(Receipt.Parse(new byte[] { 0x7b, 0x30, 0xff, 0xfe, 0x3a, 0x31, 0x2d, 0x30 }), Is.Null);
        Assert.That(Receipt.Parse(42), Is.Null);
        Assert.That(Receipt.Parse(default), Is.Null);
    }
}
