using System.Net;
using System.Text;
using Bench;
using Bench.Floor;

namespace EndToEnd.Tests.Tools;

public sealed class FloorTests
{
    [Test]
    public async Task A_host_of_the_floor_stores_one_hash_for_an_order([Values] FloorKind kind)
    {
        await using var floor = await FloorSite.StartServerAsync(kind, new BenchOptions());
        await floor.StartAsync();

        using var answer = await PostAsync(floor);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(OrderBook.Body("cup")));
        var keys = await floor.Redis.SnapshotAsync();
        Assert.That(keys.Keys, Is.EqualTo([$"order:{answer.Headers.Location!.ToString()["/orders/".Length..]}"]));
    }

    [Test]
    public async Task A_bare_host_has_nothing_of_the_services([Values(FloorKind.Mvc, FloorKind.Minimal)] FloorKind kind)
    {
        await using var floor = await FloorSite.StartServerAsync(kind, new BenchOptions());
        await floor.StartAsync();

        using var answer = await PostAsync(floor);

        Assert.That(
            answer.Headers.Select(header => header.Key),
            Is.SubsetOf(["Date", "Server", "Location", "Transfer-Encoding"]));
        Assert.That(await floor.Service.AnswersAsync("/health/live"), Is.False);
    }

    private static async Task<HttpResponseMessage> PostAsync(FloorSite floor)
    {
        using var body = new StringContent(OrderBook.Body("cup"), Encoding.UTF8, "application/json");
        return await floor.Service.Client.PostAsync(new Uri("/orders", UriKind.Relative), body);
    }
}
