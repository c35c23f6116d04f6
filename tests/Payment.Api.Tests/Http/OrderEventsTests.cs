using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shared.Redis.Publishing;
using Testing;

namespace Payment.Api.Tests.Http;

public sealed class OrderEventsTests : WaitingFixture
{
    private const string Heartbeat = ":\n";

    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _completionGrace = TimeSpan.FromSeconds(5);

    [Test]
    public async Task A_stream_begins_with_the_state_shows_each_change_and_ends_with_the_last(
        [Values] bool another, [Values] bool refused)
    {
        var store = another ? OtherStore : Store;
        var id = await PlaceAsync();
        using var stream = await OpenAsync(id);

        await AssertNextAsync(stream, id, "pending");
        await CompleteAsync(store, id);
        await AssertNextAsync(stream, id, "completed");
        await (refused ? store.RefundAsync(id, "insufficient_stock") : store.ConfirmAsync([id]));
        await AssertNextAsync(stream, id, refused ? "refunded" : "confirmed");
        await AssertEndsAsync(stream);
    }

    [Test]
    public async Task Through_a_proxy_each_change_arrives_at_once()
    {
        await using var proxy = await ReverseProxy.StartAsync(Client.BaseAddress!);
        var id = await PlaceAsync();
        using var stream = await OpenAsync(id, client: proxy.Client);

        await AssertNextAsync(stream, id, "pending");
        await CompleteAsync(Store, id);
        await AssertNextAsync(stream, id, "completed");
        await Store.ConfirmAsync([id]);
        await AssertNextAsync(stream, id, "confirmed");
        await AssertEndsAsync(stream);
    }

    [TestCase("confirmed")]
    [TestCase("refunded")]
    [TestCase("declined")]
    public async Task A_stream_of_an_order_that_is_final_tells_that_and_ends(string state)
    {
        var id = await PlaceAsync();
        await FinishAsync(id, state);
        using var stream = await OpenAsync(id);

        await AssertNextAsync(stream, id, state);
        await AssertEndsAsync(stream);
    }

    [Test]
    public async Task Once_completed_a_stream_waits_for_the_confirmation_however_late()
    {
        var id = await PlaceAsync();
        await CompleteAsync(Store, id);
        using var stream = await OpenAsync(id);
        await AssertNextAsync(stream, id, "completed");

        for (var i = 0; i < 3; i++)
        {
            await WaitingAsync(1);
            Time.Advance(_heartbeat);
            Assert.That(await NextAsync(stream), Is.EqualTo(Heartbeat));
        }

        await OtherStore.ConfirmAsync([id]);
        await AssertNextAsync(stream, id, "confirmed");
        await AssertEndsAsync(stream);
    }

    [Test]
    public async Task Where_nobody_confirms_a_completed_stream_waits_five_seconds_for_a_refusal_and_ends()
    {
        await using var instance = NewInstance(Redis, Confirmation.Publish);
        var id = await PlaceAsync();
        await CompleteAsync(Store, id);
        using var stream = await OpenAsync(id, client: instance.Client);
        await AssertNextAsync(stream, id, "completed");
        await WaitingAsync(1, instance);

        Time.Advance(_completionGrace - TimeSpan.FromMilliseconds(1));
        using (await GetAsync("another-order", client: instance.Client))
        {
            await WaitingAsync(1, instance);
        }

        Time.Advance(TimeSpan.FromMilliseconds(1));

        await AssertEndsAsync(stream);
    }

    [Test]
    public async Task A_quiet_stream_has_a_heartbeat_every_fifteen_seconds()
    {
        var id = await PlaceAsync();
        using var stream = await OpenAsync(id);
        await AssertNextAsync(stream, id, "pending");

        for (var i = 0; i < 3; i++)
        {
            await WaitingAsync(1);
            Time.Advance(_heartbeat);
            Assert.That(await NextAsync(stream), Is.EqualTo(Heartbeat));
        }

        await CompleteAsync(OtherStore, id);
        await AssertNextAsync(stream, id, "completed");
    }

    [Test]
    public async Task A_client_that_comes_again_is_not_told_what_it_has_seen()
    {
        var id = await PlaceAsync();
        using var stream = await OpenAsync(id, lastEventId: "pending");

        await CompleteAsync(Store, id);

        Assert.That(await NextAsync(stream), Is.EqualTo(Heartbeat));
        await AssertNextAsync(stream, id, "completed");
    }

    [TestCase("pending")]
    [TestCase("")]
    [TestCase("7")]
    public async Task A_client_that_comes_again_is_told_what_it_has_missed(string lastEventId)
    {
        var id = await PlaceAsync();
        await CompleteAsync(Store, id);
        using var stream = await OpenAsync(id, lastEventId);

        await AssertNextAsync(stream, id, "completed");
    }

    [Test]
    public async Task A_client_that_has_seen_the_last_state_need_not_come_again(
        [Values("confirmed", "refunded", "declined")] string state)
    {
        var id = await PlaceAsync();
        await FinishAsync(id, state);

        using var response = await RequestAsync(id, lastEventId: state);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task A_stream_is_neither_stored_nor_compressed_nor_held_back_on_its_way()
    {
        using var response = await RequestAsync(await PlaceAsync());

        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/event-stream"));
        Assert.That(response.Headers.CacheControl?.NoStore, Is.True);
        Assert.That(response.Headers.CacheControl?.NoTransform, Is.True);
        Assert.That(response.Headers.GetValues("X-Accel-Buffering"), Is.EqualTo(["no"]));
    }

    [Test]
    public async Task An_unknown_order_is_a_404_problem()
    {
        using var response = await RequestAsync("no-such-order");

        AssertProblem(response, HttpStatusCode.NotFound);
    }

    [Test]
    public async Task A_client_that_goes_away_leaves_nothing_behind()
    {
        var id = await PlaceAsync();
        using (var stream = await OpenAsync(id))
        {
            await AssertNextAsync(stream, id, "pending");
            await WaitingAsync(1);
        }

        await WaitingAsync(0);
    }

    [Test]
    public async Task A_stream_ends_when_its_instance_stops()
    {
        await using var instance = NewInstance(Redis);
        var id = await PlaceAsync();
        using var stream = await OpenAsync(id, client: instance.Client);
        await AssertNextAsync(stream, id, "pending");
        await WaitingAsync(1, instance);

        instance.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.That(await NextAsync(stream), Is.EqualTo(Heartbeat));
        await AssertEndsAsync(stream);
    }

    [Test]
    public async Task A_stream_ends_when_its_store_goes_away_and_none_begins_until_it_is_back()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var instance = NewInstance(redis);
        var id = await PlaceAsync(instance);
        using var stream = await OpenAsync(id, client: instance.Client);
        Assert.That(await NextAsync(stream), Does.StartWith("id: pending\n"));
        await WaitingAsync(1, instance);

        redis.Kill();
        Time.Advance(_heartbeat);

        // One heartbeat may come before the first read that fails.
        Assert.That(await stream.ReadToEndAsync().WaitAsync(Soon), Is.Empty.Or.EqualTo($"{Heartbeat}\n"));
        using var response = await RequestAsync(id, client: instance.Client);
        AssertProblem(response, HttpStatusCode.ServiceUnavailable);
    }

    private async Task<StreamReader> OpenAsync(string id, string? lastEventId = null, HttpClient? client = null)
    {
        var response = await RequestAsync(id, lastEventId, client);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return new StreamReader(await response.Content.ReadAsStreamAsync());
    }

    /// <summary>Asks as a browser's EventSource does.</summary>
    private Task<HttpResponseMessage> RequestAsync(string id, string? lastEventId = null, HttpClient? client = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/orders/{id}/events");
        request.Headers.Add("Accept", "text/event-stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return (client ?? Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Soon);
    }

    private async Task AssertNextAsync(StreamReader stream, string id, string state)
    {
        using var response = await Client.GetAsync($"/orders/{id}");
        var order = await response.Content.ReadAsStringAsync();
        Assert.That(await NextAsync(stream), Is.EqualTo($"id: {state}\nevent: status\ndata: {order}\n"));
        Assert.That(response.Headers.ETag?.Tag, Is.EqualTo($"\"{state}\""));
    }

    /// <summary>Reads up to the next empty line.</summary>
    private static async Task<string> NextAsync(StreamReader stream)
    {
        var lines = "";
        while (await stream.ReadLineAsync().WaitAsync(Soon) is { Length: > 0 } line)
        {
            lines += line + "\n";
        }

        return lines;
    }

    private static async Task AssertEndsAsync(StreamReader stream) =>
        Assert.That(await stream.ReadToEndAsync().WaitAsync(Soon), Is.Empty);

    private static void AssertProblem(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.That(response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
    }
}
