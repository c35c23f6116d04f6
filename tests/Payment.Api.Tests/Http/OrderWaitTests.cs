using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Payment.Api.Orders;
using Testing;

namespace Payment.Api.Tests.Http;

public sealed class OrderWaitTests : WaitingFixture
{
    [Test]
    public async Task A_change_by_the_same_or_by_another_instance_is_answered_at_once([Values] bool another)
    {
        var id = await PlaceAsync();
        var answer = GetAsync(id);
        await WaitingAsync(1);

        await CompleteAsync(another ? OtherStore : Store, id);

        using var response = await answer;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(response), Is.EqualTo("completed"));
        Assert.That(response.Headers.GetValues("Preference-Applied"), Is.EqualTo(["wait=30"]));
    }

    [TestCase(OrderStatus.Completed)]
    [TestCase(OrderStatus.Declined)]
    [TestCase(OrderStatus.Refunded)]
    public async Task Every_change_is_news(OrderStatus status)
    {
        var id = await PlaceAsync();
        var answer = GetAsync(id);
        await WaitingAsync(1);

        await (status switch
        {
            OrderStatus.Completed => CompleteAsync(OtherStore, id),
            OrderStatus.Declined => OtherStore.DeclineAsync(id, "card_expired", mayBeCharged: false),
            _ => OtherStore.RefundAsync(id, "insufficient_stock"),
        });

        using var response = await answer;
        Assert.That(await StatusAsync(response), Is.EqualTo(status.ToString().ToLowerInvariant()));
    }

    [Test]
    public async Task An_order_that_is_given_up_is_news()
    {
        var id = await PlaceAsync();
        var answer = GetAsync(id);
        await WaitingAsync(1);

        await OtherStore.DeclineAsync(id, "gateway_unavailable", mayBeCharged: true);

        using var response = await answer;
        Assert.That(await StatusAsync(response), Is.EqualTo("declined"));
    }

    [Test]
    public async Task A_change_while_a_client_begins_to_wait_is_not_missed()
    {
        for (var i = 0; i < 300; i++)
        {
            var id = await PlaceAsync();
            var (answer, change) = (GetAsync(id), OtherStore.DeclineAsync(id, "card_expired", mayBeCharged: false));

            using var response = await answer;
            Assert.That(await StatusAsync(response), Is.EqualTo("declined"));
            await change;
        }
    }

    [Test]
    public async Task A_completed_order_is_waited_for_until_it_is_refunded()
    {
        var id = await PlaceAsync();
        await CompleteAsync(Store, id);
        var answer = GetAsync(id);
        await WaitingAsync(1);

        await OtherStore.RefundAsync(id, "price_changed");

        using var response = await answer;
        Assert.That(await StatusAsync(response), Is.EqualTo("refunded"));
    }

    [Test]
    public async Task Who_knows_that_an_order_is_completed_is_answered_when_it_is_confirmed([Values] bool another)
    {
        var id = await PlaceAsync();
        await CompleteAsync(Store, id);
        var answer = GetAsync(id, ifNoneMatch: "\"completed\"");
        await WaitingAsync(1);

        await (another ? OtherStore : Store).ConfirmAsync([id]);

        using var response = await answer;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Headers.ETag?.Tag, Is.EqualTo("\"confirmed\""));
        var order = await response.Content.ReadAsStringAsync();
        Assert.That(order, Does.Contain("\"status\":\"completed\"").And.Contain("confirmedAt"));
    }

    [TestCase("confirmed", "completed")]
    [TestCase("refunded", "refunded")]
    [TestCase("declined", "declined")]
    public async Task A_state_that_never_changes_again_is_answered_at_once(string state, string status)
    {
        var id = await PlaceAsync();
        await FinishAsync(id, state);

        using var response = await GetAsync(id);

        Assert.That(await StatusAsync(response), Is.EqualTo(status));
        Assert.That(response.Headers.ETag?.Tag, Is.EqualTo($"\"{state}\""));
        Assert.That(response.Headers.GetValues("Preference-Applied"), Is.EqualTo(["wait=30"]));
    }

    [Test]
    public async Task An_order_that_is_placed_is_answered_as_soon_as_it_is_paid()
    {
        var answer = PostAsync("respond-async|wait=10, return=minimal");
        await WaitingAsync(1);
        var placed = (await Store.ListAsync(null, 1, null)).Items.Single();

        await CompleteAsync(OtherStore, placed.Id);

        using var response = await answer;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(response.Headers.Location?.OriginalString, Is.EqualTo($"/orders/{placed.Id}"));
        Assert.That(await StatusAsync(response), Is.EqualTo("completed"));
        Assert.That(response.Headers.GetValues("Preference-Applied"), Is.EqualTo(["wait=10"]));
    }

    [Test]
    public async Task After_the_preferred_time_and_no_sooner_the_order_is_answered_as_it_is()
    {
        var answer = PostAsync("wait=7");
        await WaitingAsync(1);

        Time.Advance(TimeSpan.FromSeconds(6.9));
        using (await GetAsync("another-order"))
        {
            Assert.That(answer.IsCompleted, Is.False);
        }

        Time.Advance(TimeSpan.FromSeconds(0.1));

        using var response = await answer;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await StatusAsync(response), Is.EqualTo("pending"));
    }

    [Test]
    public async Task Without_a_preference_nobody_waits([Values("wait=never", "respond-async")] string prefer)
    {
        using var response = await GetAsync(await PlaceAsync(), prefer);

        Assert.That(await StatusAsync(response), Is.EqualTo("pending"));
        Assert.That(response.Headers.Contains("Preference-Applied"), Is.False);
    }

    [Test]
    public async Task An_unknown_order_is_404_at_once()
    {
        using var response = await GetAsync("no-such-order");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task What_was_missed_while_the_subscription_was_broken_is_found_when_it_is_back()
    {
        var (missed, next) = (await PlaceAsync(), await PlaceAsync());
        var answer = GetAsync(missed);
        await WaitingAsync(1);

        await Redis.Database.HashSetAsync(OrderKeys.Order(missed), "status", "declined"); // and no news of it
        var killed = (int)await Redis.Database.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
        Assert.That(killed, Is.GreaterThanOrEqualTo(1));

        using var late = await answer;
        Assert.That(await StatusAsync(late), Is.EqualTo("declined"));

        answer = GetAsync(next);
        await WaitingAsync(1);
        await CompleteAsync(OtherStore, next);
        using var prompt = await answer;
        Assert.That(await StatusAsync(prompt), Is.EqualTo("completed"));
    }

    [Test]
    public async Task Two_thousand_who_wait_need_no_more_connections_and_threads_and_are_all_answered()
    {
        const int Orders = 100, ClientsOfEach = 20;
        var ids = await Task.WhenAll(Enumerable.Range(0, Orders).Select(_ => PlaceAsync()));
        var connections = (await Redis.Server.ClientListAsync()).Length;

        var answers = ids.SelectMany(id => Enumerable.Range(0, ClientsOfEach).Select(_ => GetAsync(id))).ToArray();
        await WaitingAsync(2000);

        Assert.That((await Redis.Server.ClientListAsync()), Has.Length.EqualTo(connections));
        Assert.That(ThreadPool.ThreadCount, Is.LessThan(200));

        await Task.WhenAll(ids.Select(id => CompleteAsync(OtherStore, id)));
        foreach (var response in await Task.WhenAll(answers))
        {
            Assert.That(await StatusAsync(response), Is.EqualTo("completed"));
            response.Dispose();
        }

        await WaitingAsync(0);
    }

    [Test]
    public async Task A_client_that_goes_away_leaves_nothing_behind()
    {
        using var aborted = new CancellationTokenSource();
        var answer = GetAsync(await PlaceAsync(), aborted: aborted.Token);
        await WaitingAsync(1);

        await aborted.CancelAsync();

        await WaitingAsync(0);
        Assert.That(async () => await answer, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task An_instance_that_stops_answers_who_waits_with_what_there_is()
    {
        await using var instance = NewInstance(Redis);
        var answer = GetAsync(await PlaceAsync(), client: instance.Client);
        await WaitingAsync(1, instance);

        instance.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        using var response = await answer;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(response), Is.EqualTo("pending"));
    }

    [Test]
    public async Task An_order_that_was_placed_is_201_even_if_its_store_goes_away_while_the_client_waits()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var instance = NewInstance(redis);
        var answer = PostAsync("wait=30", instance.Client);
        await WaitingAsync(1, instance);

        redis.Kill();
        Time.Advance(TimeSpan.FromSeconds(30));

        using var response = await answer;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await StatusAsync(response), Is.EqualTo("pending"));
    }
}
