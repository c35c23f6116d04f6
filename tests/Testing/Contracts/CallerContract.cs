using System.Globalization;
using System.Net;

namespace Testing.Contracts;

/// <summary>That a caller without a token is told from others by what he cannot choose.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class CallerContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    private const int Burst = 5;

    protected override Dictionary<string, string?> Settings => new()
    {
        ["RateLimit:PerSecond"] = "1",
        ["RateLimit:Burst"] = $"{Burst}",
        ["Proxies:Trusted"] = "127.0.0.1",
    };

    [TestCase("203.0.113.1", "203.0.113.2")]
    [TestCase("::ffff:203.0.113.3", "::ffff:203.0.113.4")]
    [TestCase("2001:db8:0:1::1", "2001:db8:0:2::1")]
    public async Task Behind_a_trusted_proxy_each_caller_has_a_limit_of_his_own(string one, string other)
    {
        await ExhaustAsync(one);

        Assert.That(await SendAllAsync(Burst, _ => other), Has.None.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [TestCase("2001:db8:1:1::1", "2001:db8:1:1:ffff:ffff:ffff:ffff")]
    [TestCase("2001:db8:1:2::1", "[2001:0DB8:1:2::2]:8080")]
    [TestCase("203.0.113.11", "::ffff:203.0.113.11")]
    [TestCase("::ffff:cb00:710c", "203.0.113.12:8080")]
    [TestCase("203.0.113.13", "198.51.100.1, 203.0.113.13")]
    [TestCase("203.0.113.14", "127.0.0.1, 203.0.113.14, 127.0.0.1")]
    public async Task Another_address_of_the_same_caller_gives_him_no_more(string one, string other)
    {
        await ExhaustAsync(one);

        Assert.That(await SendAllAsync(Burst, _ => other), Has.Some.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [TestCase("203.0.114.{0}")]
    [TestCase("2001:db8:2:{0}::1")]
    [TestCase("203.0.115.{0}, 127.0.0.1")]
    public async Task A_caller_who_is_no_trusted_proxy_gets_no_more_by_what_he_claims(string claimed)
    {
        using var client = new HttpClient(Sockets.From("127.0.0.2")) { BaseAddress = Client.BaseAddress };

        var answers = await SendAllAsync(
            Burst * 4, i => string.Format(CultureInfo.InvariantCulture, claimed, i), client);

        Assert.That(answers, Has.Some.EqualTo(HttpStatusCode.TooManyRequests));
    }

    private async Task ExhaustAsync(string address) => Assert.That(
        await SendAllAsync(Burst * 4, _ => address), Has.Some.EqualTo(HttpStatusCode.TooManyRequests));

    private async Task<HttpStatusCode[]> SendAllAsync(
        int count, Func<int, string> forwardedFor, HttpClient? client = null) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Path)
            {
                Headers = { { "X-Forwarded-For", forwardedFor(i) } },
            };
            using var answer = await (client ?? Client).SendAsync(request);
            return answer.StatusCode;
        }));
}
