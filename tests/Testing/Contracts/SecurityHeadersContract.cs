using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Testing.Contracts;

/// <summary>What every answer tells a browser, and what it does not tell an attacker.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract partial class SecurityHeadersContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    [TestCase("/health/live")]
    [TestCase("/no/such/path")]
    [TestCase("/swagger/index.html")]
    [TestCase("/problems")]
    [TestCase("/console/")]
    public async Task Every_answer_is_taken_for_what_it_says_it_is_and_names_no_server(string address)
    {
        using var response = await Client.GetAsync(address);

        Assert.Multiple(() =>
        {
            Assert.That(response.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(["nosniff"]));
            Assert.That(
                response.Headers.GetValues("Content-Security-Policy").Single(),
                Does.Contain("frame-ancestors 'none'"));
            Assert.That(response.Headers.Server, Is.Empty);
        });
    }

    [TestCase("/swagger/index.html", "'unsafe-inline'")]
    [TestCase("/console/", "script-src 'self'; style-src 'self'")]
    [TestCase("/problems", "style-src 'sha256-")]
    [TestCase("/health/live", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")]
    [TestCase("/metrics", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")]
    [TestCase("/no/such/path", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")]
    public async Task A_page_may_do_what_it_has_to_and_an_answer_nothing(string address, string allowed)
    {
        using var response = await Client.GetAsync(address);

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.That(policy, Does.Contain(allowed));
        Assert.That(policy.Contains("unsafe", StringComparison.Ordinal), Is.EqualTo(address.StartsWith("/swagger")));
    }

    [Test]
    public async Task The_style_of_the_problems_page_is_the_one_that_its_policy_knows()
    {
        using var response = await Client.GetAsync("/problems");
        var style = Style().Match(await response.Content.ReadAsStringAsync()).Groups[1].Value;

        Assert.That(
            response.Headers.GetValues("Content-Security-Policy").Single(),
            Does.Contain($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'"));
    }

    [GeneratedRegex("<style>(.*)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();
}
