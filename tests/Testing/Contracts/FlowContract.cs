using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Testing.Contracts;

/// <summary>What every service shows of the orders that flow through it.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
/// <param name="service">What it calls itself.</param>
/// <param name="stations">Kind and name of what orders pass there.</param>
public abstract partial class FlowContract<TController>(
    string path, string validBody, string service, params string[] stations)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    protected override Dictionary<string, string?> Settings => new() { ["Consumer:Name"] = "instance-1" };

    [Test]
    public async Task It_names_what_orders_pass_in_their_order_and_every_figure_even_if_it_is_not_known()
    {
        var flow = await FlowAsync();

        Assert.That(flow["stations"]!.AsArray().Select(one => $"{one!["kind"]} {one["name"]}"), Is.EqualTo(stations));
        Assert.That(
            flow["stations"]!.AsArray().Select(one => string.Join(' ', one!.AsObject().Select(field => field.Key))),
            Is.All.EqualTo("name kind waiting oldestSeconds passed"));
        Assert.That(((string?)flow["service"], (string?)flow["instance"]), Is.EqualTo((service, "instance-1")));
        Assert.That((DateTimeOffset)flow["at"]!, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public async Task It_tells_the_loops_that_the_metrics_tell_and_the_health_that_readiness_tells()
    {
        await Eventually.That(async () => $"{(await FlowAsync())["health"]!["status"]}", Is.EqualTo("Healthy"));
        var flow = await FlowAsync();
        var loops = LoopName().Matches(await Client.GetStringAsync("/metrics")).Select(loop => loop.Groups[1].Value);

        Assert.That(
            flow["loops"]!.AsArray().Select(loop => (string?)loop!["name"]), Is.Not.Empty.And.EquivalentTo(loops));
        Assert.That(flow["loops"]!.AsArray().Select(loop => (decimal)loop!["ageSeconds"]!), Is.All.InRange(0, 30));
        Assert.That(
            flow["health"]!.ToJsonString(),
            Is.EqualTo(JsonNode.Parse(await Client.GetStringAsync("/health/ready"))!.ToJsonString()));
    }

    [TestCase("text/event-stream", true)]
    [TestCase("application/json, text/event-stream", true)]
    [TestCase("application/json, text/event-stream;q=0.9", false)]
    [TestCase("text/event-stream;q=0", false)]
    [TestCase("text/html, */*", false)]
    [TestCase("application/json", false)]
    [TestCase("event-stream", false)]
    public async Task It_is_a_stream_for_who_would_rather_have_one_and_JSON_for_everybody_else(
        string accept, bool isStream)
    {
        using var stream = await FlowStream.OpenAsync(Client, accept);

        Assert.That(stream.Response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            stream.Response.Content.Headers.ContentType?.MediaType,
            Is.EqualTo(isStream ? "text/event-stream" : "application/json"));
        Assert.That(stream.Response.Headers.CacheControl?.NoStore, Is.True);
        Assert.That(stream.Response.Headers.CacheControl?.NoTransform, Is.EqualTo(isStream));
        Assert.That(stream.Response.Headers.Contains("X-Accel-Buffering"), Is.EqualTo(isStream));
    }

    [Test]
    public async Task A_stream_tells_once_a_second_what_a_plain_request_is_told()
    {
        using var stream = await FlowStream.OpenAsync(Client);
        var (first, plain) = ((await stream.NextAsync())!, await FlowAsync());
        var second = (await stream.NextAsync())!;

        Assert.That(plain["at"]!.GetValue<string>(), Is.EqualTo(first["at"]!.GetValue<string>()));
        Assert.That(Names(first), Is.EqualTo(Names(plain)).And.EqualTo(Names(second)));
        Assert.That(
            (DateTimeOffset)second["at"]! - (DateTimeOffset)first["at"]!,
            Is.GreaterThan(TimeSpan.FromSeconds(0.9)).And.LessThan(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public async Task A_stream_goes_on_while_the_broker_is_away_and_says_so([Values] Outage outage)
    {
        using var stream = await FlowStream.OpenAsync(Client);
        await SeeAsync(stream, isKnown: true, broker: "Healthy");

        await Broker.DuringAsync(outage, async () =>
        {
            var flow = await SeeAsync(stream, isKnown: false, broker: "away");
            Assert.That((string?)flow["health"]!["status"], Is.EqualTo("Degraded"));
            Assert.That((long?)StationOf(flow, "outbox")["waiting"], Is.Not.Null); // It lies in the store.
            Assert.That((await FlowAsync())["health"]!["checks"]!["broker"]!.GetValue<string>(), Is.EqualTo("away"));
        });

        await SeeAsync(stream, isKnown: true, broker: "Healthy");
    }

    [Test]
    public async Task Without_its_store_a_service_still_shows_what_it_knows([Values] Outage outage)
    {
        await Store.DuringAsync(outage, async () =>
        {
            var flow = await Eventually.That(
                FlowAsync,
                Is.Not.Null.And.Matches<JsonNode>(one => (string?)one!["health"]!["status"] == "Unhealthy"));
            Assert.That(StationOf(flow, "outbox")["waiting"], Is.Null);
            Assert.That((long?)StationOf(flow, "consumer")["waiting"], Is.Not.Null);
        });

        await Eventually.That(async () => $"{(await FlowAsync())["health"]!["status"]}", Is.EqualTo("Healthy"));
    }

    [Test]
    public async Task A_stream_ends_when_its_instance_stops()
    {
        await using var host =
            new ServiceHost<TController>(Store.ConnectionString, Broker.ConnectionString, Settings);
        using var stream = await FlowStream.OpenAsync(host.Client);
        await stream.NextAsync();

        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        JsonNode? last;
        do
        {
            last = await stream.NextAsync();
        }
        while (last is not null);
    }

    protected static JsonNode StationOf(JsonNode flow, string kind) =>
        flow["stations"]!.AsArray().First(station => (string?)station!["kind"] == kind)!;

    private async Task<JsonNode> FlowAsync() => JsonNode.Parse(await Client.GetStringAsync("/flow"))!;

    /// <summary>Reads on until the broker is as expected, and what waits there known or not.</summary>
    private static Task<JsonNode> SeeAsync(FlowStream stream, bool isKnown, string broker) => Eventually.That(
        async () => (await stream.NextAsync())!,
        Is.Not.Null.And.Matches<JsonNode>(flow =>
            StationOf(flow!, "consumer")["waiting"] is not null == isKnown
            && (string?)flow!["health"]!["checks"]!["broker"] == broker));

    private static string Names(JsonNode flow) =>
        string.Join(' ', flow.AsObject().Select(field => field.Key).Concat(
            flow["stations"]!.AsArray().Select(station => (string?)station!["name"])));

    [GeneratedRegex("""(?m)^loop_age_seconds\{loop="([^"]*)"\}""")]
    private static partial Regex LoopName();
}
