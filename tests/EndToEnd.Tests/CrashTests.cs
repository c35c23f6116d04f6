using System.Text.Json.Nodes;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Processes are killed in the middle of their work and started again.</summary>
public sealed class CrashTests
{
    private const int Units = 60;
    private const int Orders = 100;

    [TestCase("Payment")]
    [TestCase("Inventory")]
    public async Task A_service_killed_in_the_middle_of_a_hundred_orders_loses_and_doubles_nothing(string victim)
    {
        await using var services = await TwoServices.StartAsync(
            ("Consumer:ReclaimAfter", "00:00:02"),
            ("Outbox:RetransmitAfter", "00:00:02"),
            ("Payment:GatewayTimeout", "00:00:01"));
        var killed = victim == "Payment" ? services.Payment : services.Inventory;
        var product = await services.CreateProductAsync(Units);

        var acknowledged = new List<string>();
        var posting = Task.WhenAll(Enumerable.Range(0, Orders).Select(async _ =>
        {
            while (true)
            {
                try
                {
                    var order = await services.PlaceOrderAsync(product, quantity: 1);
                    lock (acknowledged)
                    {
                        acknowledged.Add(order);
                    }

                    return;
                }
                catch (HttpRequestException)
                {
                    // Killed before it answered: whether that order exists is unknown, so it is placed again.
                    await Task.Delay(50);
                }
            }
        }));
        await Eventually.That(() => Task.FromResult(acknowledged.Count), Is.GreaterThan(10));
        killed.Kill();
        await killed.StartAsync();
        await posting;

        await Eventually.That(services.UnderWayAsync, Is.Zero, within: TimeSpan.FromSeconds(60));
        var statuses = await AllOrdersAsync(services);
        Assert.Multiple(async () =>
        {
            Assert.That(acknowledged, Is.SubsetOf(statuses.Keys));
            Assert.That(statuses.Values, Is.All.EqualTo("completed").Or.EqualTo("refunded"));
            Assert.That(statuses.Values.Count(status => status == "completed"), Is.EqualTo(Units));
            Assert.That(await services.StockAsync(product), Is.Zero);
        });
    }

    private static async Task<Dictionary<string, string>> AllOrdersAsync(TwoServices services)
    {
        var orders = new Dictionary<string, string>();
        for (var page = "/orders?limit=100"; page is not null;)
        {
            var answer = await services.Payment.Client.GetAsync(new Uri(page, UriKind.RelativeOrAbsolute));
            foreach (var order in JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsArray())
            {
                orders.Add((string)order!["id"]!, (string)order["status"]!);
            }

            page = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        return orders;
    }
}
