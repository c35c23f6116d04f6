using Shared.Redis.Buckets;
using Shared.Redis.Publishing;
using StackExchange.Redis;

namespace Shared.Redis.Tests.Publishing;

public sealed class OutboxRowTests
{
    [TestCase(0, "0-1", "{00}:0-1")]
    [TestCase(7, "1795000000000-0", "{07}:1795000000000-0")]
    [TestCase(15, "1795000000000-12", "{15}:1795000000000-12")]
    public void Its_token_names_it(int bucket, string id, string token)
    {
        Assert.That(new OutboxRow(new Bucket(bucket), id, []).Token.ToString(), Is.EqualTo(token));
        Assert.That(OutboxRow.ParseToken(token), Is.EqualTo((new Bucket(bucket), (RedisValue)id)));
    }

    [Test]
    public void Whatever_else_the_broker_brings_is_no_token(
        [Values(
            "", " ", "receipt", "{07}", "{07}:", "{07}:1", "{07}:1-", "{07}:-1", "{07}:1-2-3", "{07}:a-b", "{16}:1-0",
            "{99}:1-0", "{-1}:1-0", "{+1}:1-0", "{ 1}:1-0", "{1}:1-0", "{007}:1-0", "{0x}:1-0", "[07]:1-0", "{07}1-0",
            "07:1-0", " {07}:1-0", "{07}: 1-0", "{07}:*", "{07}:99999999999999999999999-0", "{٠٧}:1-0", "漢漢漢漢漢漢")]
        string token) =>
        Assert.That(OutboxRow.ParseToken(token), Is.Null);

    [Test]
    public void Bytes_that_are_no_text_are_no_token()
    {
        Assert.That(OutboxRow.ParseToken(new byte[] { 0x7b, 0x30, 0xff, 0xfe, 0x3a, 0x31, 0x2d, 0x30 }), Is.Null);
        Assert.That(OutboxRow.ParseToken(42), Is.Null);
        Assert.That(OutboxRow.ParseToken(default), Is.Null);
    }
}
