using System.Net;

namespace Testing.Contracts;

/// <summary>That no caller keeps a service from the others.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class RateLimitContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    private const int Burst = 5;

    protected override Dictionary<string, string?> Settings =>
        new(Tokens.Settings) { ["RateLimit:PerSecond"] = "1", ["RateLimit:Burst"] = $"{Burst}" };

    [Test]
    public async Task A_caller_who_sends_too_much_is_told_to_wait_and_others_are_not()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Burst * 4).Select(_ => GetAsync("alice")));
        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();

        Assert.That(answers.Length - refused.Count, Is.InRange(Burst, Burst * 2), "the burst, and what comes back");
        await AssertProblemAsync(refused[0], HttpStatusCode.TooManyRequests);
        Assert.That(refused[0].Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
        using var other = await GetAsync("bob");
        Assert.That(other.StatusCode, Is.Not.EqualTo(HttpStatusCode.TooManyRequests));
        using var health = await Client.GetAsync("/health/live");
        Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private Task<HttpResponseMessage> GetAsync(string caller) =>
        SendAsync(HttpMethod.Get, Path, headers: ("Authorization", $"Bearer {Tokens.Create(subject: caller)}"));
}
