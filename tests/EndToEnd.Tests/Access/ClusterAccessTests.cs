using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shared.Contracts;
using Shared.Redis.Buckets;
using StackExchange.Redis;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Both services on Redis Clusters as the Redis users that deploy/redis describes.</summary>
public sealed class ClusterAccessTests
{
    private const string Confirmed = "\"confirmedAt\":\"";
    private const string Refunded = "\"status\":\"refunded\"";

    private static readonly TimeSpan _start = TimeSpan.FromSeconds(10);

    private GuardedClusters _clusters = null!;

    [OneTimeSetUp]
    public async Task StartClusters() => _clusters = await GuardedClusters.StartAsync();

    [OneTimeTearDown]
    public async Task StopClusters() => await _clusters.DisposeAsync();

    [Test]
    public async Task The_users_may_do_all_that_the_services_do_also_while_slots_move_and_replicas_take_over()
    {
        await _clusters.ForgetRefusalsAsync();
        using var inventory = _clusters.Service("Inventory");
        using var payment = _clusters.Service("Payment");
        await Task.WhenAll(inventory.StartAsync(), payment.StartAsync());
        await Eventually.That(inventory.HealthAsync, Is.EqualTo("Healthy"), _start);
        await Eventually.That(payment.HealthAsync, Is.EqualTo("Healthy"), _start);
        var product = await CreateProductAsync(inventory);
        await SettleOrderAsync(payment, product, Confirmed);
        await SettleOrderAsync(payment, "no-such-product", Refunded);

        // What is not there yet in a slot that moves is asked of the other master, with ASKING.
        var other = await OtherMasterAsync(_clusters.Broker, OrderCompleted.Stream);
        await GuardedClusters.BeginMoveAsync(_clusters.Broker, OrderCompleted.Stream, other);
        await SettleOrderAsync(payment, product, Confirmed);
        await _clusters.Broker.MoveSlotAsync(OrderCompleted.Stream, other);
        await SettleOrderAsync(payment, product, Confirmed);

        await _clusters.Broker.FailOverAsync(RefundOrder.Stream);
        foreach (var bucket in Bucket.All)
        {
            var key = bucket.Key("any");
            await _clusters.Stores.MoveSlotAsync(key, await OtherMasterAsync(_clusters.Stores, key));
        }

        await SettleOrderAsync(payment, product, Confirmed);
        await SettleOrderAsync(payment, "no-such-product", Refunded);
        Assert.That(await _clusters.RefusalsAsync(), Is.Empty);
    }

    [TestCase("CLUSTER NODES")]
    [TestCase("CLUSTER SLOTS")]
    [TestCase("ASKING")]
    [TestCase("READONLY")]
    [TestCase("READWRITE")]
    public async Task A_right_that_only_a_cluster_asks_for_is_named_when_it_is_missing_and_the_service_ends(
        string command)
    {
        var right = command.ToLowerInvariant().Replace(' ', '|');
        await GuardedClusters.ChangeAsync(_clusters.Stores, $"payment -{right}");
        try
        {
            var (exitCode, log) = await RunAsync("Payment");

            Assert.That(exitCode, Is.EqualTo(1), log);
            Assert.That(log, Does.Match($"Refused to run: the store at .* does not allow this service: {command}"));
        }
        finally
        {
            await GuardedClusters.ChangeAsync(_clusters.Stores, $"payment +{right}");
        }
    }

    private async Task<(int ExitCode, string Log)> RunAsync(string service)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet",
        [
            GuardedClusters.Assembly(service).Location, "--urls", $"http://localhost:{Ports.Free()}",
            "--Redis:Store", _clusters.Connection(service, "Store"),
            "--Redis:Broker", _clusters.Connection(service, "Broker"),
        ])
        {
            RedirectStandardOutput = true,
        })!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var end = deadline.Token.Register(process.Kill);
        var log = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, log);
    }

    private static async Task<RedisServer> OtherMasterAsync(RedisCluster cluster, RedisKey key)
    {
        var master = await cluster.MasterOfAsync(key);
        return (await cluster.MastersAsync()).First(other => other != master);
    }

    private static async Task<string> CreateProductAsync(ServiceProcess inventory)
    {
        using var answer = await inventory.Client.PostAsJsonAsync(
            "/products", new { name = "cup", price = 10, quantity = 1000 });
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!;
    }

    // As a customer who repeats the request until it is answered, and then waits for the end.
    private static async Task SettleOrderAsync(ServiceProcess payment, string productId, string end)
    {
        using var order = JsonContent.Create(new { productId, quantity = 1, price = 10 });
        order.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        Uri? location = null;
        await Eventually.That(
            async () =>
            {
                using var answer = await payment.Client.PostAsync(new Uri("/orders", UriKind.Relative), order);
                location = answer.Headers.Location;
                return answer.StatusCode;
            },
            Is.EqualTo(HttpStatusCode.Created));
        await Eventually.That(() => payment.Client.GetStringAsync(location), Does.Contain(end));
    }
}
