using Shared.Redis.Connections;
using StackExchange.Redis;

namespace Shared.Redis.Tests.Connections;

public sealed class RedisAddressTests
{
    [TestCase("redis://shop", "shop:6379", null, null, null, false)]
    [TestCase("redis://:pa,ss@shop:6380", "shop:6380", null, "pa,ss", null, false)]
    [TestCase("rediss://ann:p%40s%2Fs@shop:6380/3", "shop:6380", "ann", "p@s/s", 3, true)]
    [TestCase("REDISS://ann:a:b@shop/", "shop:6379", "ann", "a:b", null, true)]
    [TestCase("redis://[::1]:7000/0", "[::1]:7000", null, null, 0, false)]
    [TestCase("shop", "shop", null, null, null, false)]
    [TestCase("10.0.0.1:7000,user=ann,password=a=b==,ssl=true,defaultDatabase=2", "10.0.0.1:7000", "ann", "a=b==", 2, true)]
    [TestCase("shop:1, other:2,$CONFIG=", "shop:1 other:2", null, null, null, false)]
    [TestCase("[::1]:7000,password=x,", "[::1]:7000", null, "x", null, false)]
    public void An_address_is_a_connection_string_or_a_url(
        string text, string servers, string? user, string? password, int? database, bool isEncrypted)
    {
        var options = RedisAddress.Parse(text);

        Assert.That(
            (options.User, options.Password, options.DefaultDatabase, options.Ssl, options.AbortOnConnectFail),
            Is.EqualTo((user, password, database, isEncrypted, false)));
        Assert.That(string.Join(' ', options.EndPoints.Select(EndPointCollection.ToString)), Is.EqualTo(servers));
    }

    [TestCase("shop:6379,password=abc,tail4711")]
    [TestCase("shop:6379,password=abc,ta=il4711")]
    [TestCase("user:tail4711@shop:6379")]
    [TestCase("tail4711/shop")]
    [TestCase("password=tail4711")]
    [TestCase("shop:6379,ssl=tail4711")]
    [TestCase("shop:6379 tail4711")]
    [TestCase("redis://:tail4711@")]
    [TestCase("redis://:tail#4711@shop")]
    [TestCase("redis://:tail4711@shop/db")]
    [TestCase("redis://:tail4711@shop?database=1")]
    [TestCase("redis://:tail4711@shop:notaport")]
    [TestCase("redis://shop,password=tail4711")]
    [TestCase("http://:tail4711@shop")]
    public void What_cannot_be_read_is_refused_and_never_shown(string text)
    {
        var fault = Assert.Throws<FormatException>(() => RedisAddress.Parse(text));

        Assert.That(fault!.Message, Does.Not.Contain("tail").And.Not.Contains("4711"));
    }

    [Test]
    public void Who_waits_for_an_answer_over_HTTP_gets_503_in_time_unless_the_operator_wants_otherwise()
    {
        var (plain, tuned) = (RedisAddress.Parse("redis://shop"), RedisAddress.Parse("shop,asyncTimeout=7000"));

        Assert.That((plain.AsyncTimeout, tuned.AsyncTimeout), Is.EqualTo((750, 7000)));
    }
}
