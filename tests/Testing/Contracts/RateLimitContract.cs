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

    [TestCase("k1", Description = "known")]
    [TestCase("k2", Description = "unknown")]
    [TestCase(null, Description = "none")]
    public async Task A_request_over_the_limit_is_429_even_if_its_key_is_known_and_takes_nothing(string? key)
    {
        var caller = $"{Guid.NewGuid()}";
        using var first = await CreateAsync(caller, "k1");
        var answers = await Task.WhenAll(Enumerable.Range(0, Burst * 4).Select(_ => CreateAsync(caller, key)));

        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.That(refused, Is.Not.Empty);
        foreach (var answer in refused)
        {
            await AssertProblemAsync(answer, HttpStatusCode.TooManyRequests);
            Assert.That(answer.Headers.Contains("Idempotent-Replayed"), Is.False);
        }

        var created = answers.Append(first).Where(answer => answer.StatusCode == HttpStatusCode.Created);
        var kept = StoredKeys().Count(stored => stored.StartsWith($"{Path.Trim('/').TrimEnd('s')}:"));
        Assert.That(kept, Is.EqualTo(created.Select(answer => answer.Headers.Location).Distinct().Count()));
    }

    private Task<HttpResponseMessage> CreateAsync(string caller, string? key)
    {
        var token = Tokens.Create(caller, "products:write orders:place");
        return SendAsync(
            HttpMethod.Post, Path, ValidBody, ("Authorization", $"Bearer {token}"), ("Idempotency-Key", key));
    }

    private Task<HttpResponseMessage> GetAsync(string caller) =>
        SendAsync(HttpMethod.Get, Path, headers: ("Authorization", $"Bearer {Tokens.Create(subject: caller)}"));
}
