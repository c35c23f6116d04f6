using System.Diagnostics;
using System.Net;

namespace Testing.Contracts;

/// <summary>What every service answers while Redis is away, and that it recovers by itself.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class OutageContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    [Test]
    public async Task Without_its_store_a_service_answers_503_within_two_seconds_and_recovers_by_itself(
        [Values] Outage outage)
    {
        Func<Task<HttpResponseMessage>>[] requests =
            [() => Client.GetAsync(Path), () => Client.GetAsync($"{Path}/1"), () => PostAsync(ValidBody)];
        await Store.DuringAsync(outage, async () =>
        {
            foreach (var request in requests)
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

        await Eventually.That(() => StatusAsync(() => PostAsync(ValidBody)), Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await StatusAsync(() => Client.GetAsync(Path)), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Without_the_broker_a_service_still_takes_requests([Values] Outage outage)
    {
        await Broker.DuringAsync(outage, async () =>
            Assert.That(await StatusAsync(() => PostAsync(ValidBody)), Is.EqualTo(HttpStatusCode.Created)));
    }

    private static async Task<HttpStatusCode> StatusAsync(Func<Task<HttpResponseMessage>> request)
    {
        using var response = await request();
        return response.StatusCode;
    }
}
