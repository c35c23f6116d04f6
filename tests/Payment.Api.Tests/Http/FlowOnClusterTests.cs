using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Payment.Api.Controllers;
using Payment.Api.Orders;
using Shared.Redis.Buckets;
using Testing;

namespace Payment.Api.Tests.Http;

/// <summary>What Payment shows of its orders where three masters share the buckets.</summary>
public sealed class FlowOnClusterTests
{
    [Test]
    public async Task The_figures_are_those_of_all_masters_and_not_known_while_one_is_away()
    {
        await using var cluster = await RedisCluster.StartAsync(masters: 3, replicas: 0);
        await using var broker = await RedisServer.StartAsync();
        await using var host = new ServiceHost<OrdersController>(cluster.ConnectionString, broker.ConnectionString);
        for (var i = 0; i < 40; i++)
        {
            using var placed =
                await host.Client.PostAsJsonAsync("/orders", new { productId = "p1", price = 1, quantity = 1 });
            placed.EnsureSuccessStatusCode();
        }

        using var stream = await FlowStream.OpenAsync(host.Client);
        await SeeAsync("0/40 40/0 Healthy"); // Nobody has taken them from the outbox.

        var lost = await cluster.MasterOfAsync(OrderKeys.Payments(Bucket.All[0]));
        lost.Kill();
        await SeeAsync($"/ / 127.0.0.1:{lost.Port}: away");

        Task<string> SeeAsync(string expected) =>
            Eventually.That(async () => Describe((await stream.NextAsync())!), Is.EqualTo(expected));
    }

    private static string Describe(JsonNode flow)
    {
        var (queue, outbox) = (flow["stations"]![0]!, flow["stations"]![1]!);
        return $"{queue["waiting"]}/{queue["passed"]} {outbox["waiting"]}/{outbox["passed"]} "
            + flow["health"]!["checks"]!["store"];
    }
}
