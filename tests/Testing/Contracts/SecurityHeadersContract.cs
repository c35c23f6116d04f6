namespace Testing.Contracts;

/// <summary>What every answer tells a browser, and what it does not tell an attacker.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class SecurityHeadersContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    [TestCase("/health/live")]
    [TestCase("/no/such/path")]
    [TestCase("/swagger/index.html")]
    [TestCase("/problems")]
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
}
