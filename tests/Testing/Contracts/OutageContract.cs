using System.Diagnostics;
using System.Net;

namespace Testing.Contracts;

/// <summary>What every service answers while Redis is away, and that it recovers by itself.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class OutageContract<TController>(string path, string validBody) : ServiceFixture<TController>(path, validBody)
    where TController : class
{
    /// <summary>How a Redis can be away.</summary>
    public enum Outage
    {
        /// <summary>Its process is gone, and connections are refused.</summary>
        Killed,

        /// <summary>Its process keeps all connections and answers nothing.</summary>
        Hanging,
    }

    [Test]
    public async Task Without_its_store_a_service_answers_503_within_two_seconds_and_recovers_by_itself([Values] Outage outage)
    {
        await AfterAsync(Store, outage, async () =>
        {
            foreach (var request in new[] { () => Client.GetAsync(Path), () => Client.GetAsync($"{Path}/1"), () => PostAsync(ValidBody) })
            {
                var clock = Stopwatch.StartNew();
                using var response = await request();

                Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(2)));
                var problem = await AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable);
                Assert.That(
                    problem.GetProperty("detail").GetString()!.Contains("not known whether the request took effect"),
                    Is.EqualTo(response.RequestMessage!.Method != HttpMethod.Get));
                Assert.That(response.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
            }
        });

        await Eventually.That(async () => await StatusAsync(() => PostAsync(ValidBody)), Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await StatusAsync(() => Client.GetAsync(Path)), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Without_the_broker_a_service_still_takes_requests([Values] Outage outage)
    {
        await AfterAsync(Broker, outage, async () =>
            Assert.That(await StatusAsync(() => PostAsync(ValidBody)), Is.EqualTo(HttpStatusCode.Created)));
    }

    [Test]
    public async Task Without_its_store_or_broker_a_service_is_live_but_not_ready([Values] bool store, [Values] Outage outage)
    {
        await ReadyAsync(HttpStatusCode.OK);

        await AfterAsync(store ? Store : Broker, outage, async () =>
        {
            await ReadyAsync(HttpStatusCode.ServiceUnavailable);
            Assert.That(await StatusAsync(() => Client.GetAsync("/health/live")), Is.EqualTo(HttpStatusCode.OK));
        });

        await ReadyAsync(HttpStatusCode.OK);
    }

    private static async Task AfterAsync(RedisServer redis, Outage outage, Func<Task> act)
    {
        if (outage == Outage.Killed)
        {
            redis.Kill();
        }
        else
        {
            redis.Pause();
        }

        try
        {
            await act();
        }
        finally
        {
            if (outage == Outage.Killed)
            {
                await redis.RestartAsync();
            }
            else
            {
                redis.Resume();
            }
        }
    }

    private Task<HttpStatusCode> ReadyAsync(HttpStatusCode expected) =>
        Eventually.That(() => StatusAsync(() => Client.GetAsync("/health/ready")), Is.EqualTo(expected));

    private static async Task<HttpStatusCode> StatusAsync(Func<Task<HttpResponseMessage>> request)
    {
        using var response = await request();
        return response.StatusCode;
    }
}
