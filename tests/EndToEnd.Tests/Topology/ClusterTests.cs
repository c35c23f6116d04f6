using System.Net;
using Audit;
using Shared.Contracts;
using Shared.Redis.Buckets;
using StackExchange.Redis;
using Testing;

namespace EndToEnd.Tests.Topology;

/// <summary>Orders on a real Redis Cluster that holds both stores and the streams, whatever becomes of its nodes.</summary>
public sealed class ClusterTests
{
    private static readonly TimeSpan _settled = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _replaced = RedisCluster.NodeTimeout + TimeSpan.FromSeconds(3);

    private RedisCluster _cluster = null!;

    private Installation Installation => new(_cluster.Database, _cluster.Database, _cluster.Database);

    [OneTimeSetUp]
    public async Task StartCluster() => _cluster = await RedisCluster.StartAsync();

    [SetUp]
    public Task ClearCluster() => _cluster.ClearAsync();

    [OneTimeTearDown]
    public async Task StopCluster() => await _cluster.DisposeAsync();

    [Test]
    public async Task Orders_flow_on_a_cluster_and_none_is_refused()
    {
        await using var shop = await OpenAsync();
        await shop.Customers.AreServedAsync(shop.Customers.Now);

        await shop.CloseAsync(Installation);

        Assert.That(shop.Customers.Refused, Is.Empty);
    }

    [TestCase(Outage.Killed)]
    [TestCase(Outage.Hanging)]
    public async Task A_master_that_goes_away_costs_no_order_and_is_replaced_soon(Outage outage)
    {
        await using var shop = await OpenAsync();
        var master = await _cluster.MasterOfAsync(OrderCompleted.Stream);

        var gone = shop.Customers.Now;
        await master.DuringAsync(outage, async () =>
        {
            await shop.Customers.AreServedAsync(gone + _replaced);
            await shop.Customers.LeaveAsync();
            await shop.SettlesAsync(within: gone + _settled - shop.Customers.Now);
        });

        Assert.That(shop.Customers.Refused.Select(order => order.At), Is.All.LessThan(gone + _replaced));
        await _cluster.HealAsync();
        await shop.CloseAsync(Installation);
    }

    [Test]
    public async Task Masters_that_hand_over_to_their_replicas_refuse_no_order()
    {
        await using var shop = await OpenAsync();

        foreach (var key in await OneKeyOfEachShardAsync())
        {
            await _cluster.FailOverAsync(key);
        }

        await shop.Customers.AreServedAsync(shop.Customers.Now);
        await shop.CloseAsync(Installation);
        Assert.That(shop.Customers.Refused, Is.Empty);
    }

    [Test]
    public async Task Slots_move_with_both_streams_and_a_bucket_while_orders_flow()
    {
        await using var shop = await OpenAsync();

        foreach (var key in new RedisKey[] { OrderCompleted.Stream, RefundOrder.Stream, $"{new Bucket(7)}" })
        {
            var master = await _cluster.MasterOfAsync(key);
            await _cluster.MoveSlotAsync(key, (await _cluster.MastersAsync()).First(other => other != master));
        }

        await shop.Customers.AreServedAsync(shop.Customers.Now);
        await shop.CloseAsync(Installation);
        Assert.That(shop.Customers.Refused, Has.Length.AtMost(5));
    }

    [Test]
    public async Task A_dead_shard_holds_up_its_own_orders_and_no_others()
    {
        var (shard, dead) = await ShardWithoutStreamsAsync();
        await using var shop = await OpenAsync(product => !dead.Contains(Bucket.Of(product)));

        var died = shop.Customers.Now;
        Array.ForEach(shard, node => node.Kill());

        await Eventually.That(
            async () => (await shop.AskAsync("/health/ready")).Status,
            Is.EqualTo(HttpStatusCode.ServiceUnavailable),
            TimeSpan.FromSeconds(5));
        var (_, health) = await shop.AskAsync("/health/ready");
        Assert.That($"{health["checks"]!["store"]}", Does.Contain($":{shard[0].Port}").Or.Contain($":{shard[1].Port}"));
        var (status, list) = await shop.AskAsync("/orders");
        Assert.That(status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That($"{list["detail"]}", Does.Contain($"{dead[0]}"));

        await shop.Customers.AreServedAsync(died);
        var healthy = shop.Customers.AcknowledgedSince(died);
        await Eventually.That(
            () => shop.Customers.FirstUnsettledAsync(healthy), Is.Null, TimeSpan.FromSeconds(5));

        await _cluster.HealAsync();
        await shop.IsHealthyAsync(_settled);
        await shop.Customers.LeaveAsync();
        await shop.SettlesAsync(_settled);
        await shop.CloseAsync(Installation);
    }

    [Test]
    public async Task A_replica_of_the_broker_that_lags_and_takes_over_makes_orders_late_and_loses_none()
    {
        await using var store = await RedisServer.StartAsync("--appendonly", "yes");
        await using var shop = await BusyShop.OpenAsync(store.ConnectionString, _cluster.ConnectionString);
        var (master, replica) = await _cluster.ShardOfAsync(OrderCompleted.Stream) is [var one, var other]
            ? (one, other)
            : throw new InvalidOperationException("The cluster is not whole.");

        await replica.FallBehindAsync();
        try
        {
            await shop.Customers.AreServedAsync(shop.Customers.Now);
            Assert.That(await OffsetAsync(replica), Is.LessThan(await OffsetAsync(master)));
            master.Kill();
            await Eventually.That(() => _cluster.MasterOfAsync(OrderCompleted.Stream), Is.SameAs(replica));
        }
        finally
        {
            await replica.CatchUpAsync();
        }

        await shop.Customers.LeaveAsync();
        await shop.SettlesAsync(TimeSpan.FromSeconds(30));
        await _cluster.HealAsync();
        await shop.CloseAsync(new(store.Database, store.Database, _cluster.Database));
        Assert.That(shop.Customers.Refused, Is.Empty);
    }

    private Task<BusyShop> OpenAsync(Func<string, bool>? suits = null) =>
        BusyShop.OpenAsync(_cluster.ConnectionString, _cluster.ConnectionString, suits);

    private async Task<RedisKey[]> OneKeyOfEachShardAsync()
    {
        var keys = new Dictionary<RedisServer, RedisKey>();
        foreach (var bucket in Bucket.All)
        {
            keys[await _cluster.MasterOfAsync($"{bucket}")] = $"{bucket}";
        }

        return [.. keys.Values];
    }

    /// <summary>A shard that has neither stream, and the buckets that it has.</summary>
    private async Task<(RedisServer[] Nodes, Bucket[] Buckets)> ShardWithoutStreamsAsync()
    {
        var streams = new[]
        {
            await _cluster.MasterOfAsync(OrderCompleted.Stream), await _cluster.MasterOfAsync(RefundOrder.Stream),
        };
        var masters = await Task.WhenAll(Bucket.All.Select(bucket => _cluster.MasterOfAsync($"{bucket}")));
        var master = masters.First(master => !streams.Contains(master));
        Bucket[] buckets = [.. Bucket.All.Where(bucket => masters[bucket.Index] == master)];
        return (await _cluster.ShardOfAsync($"{buckets[0]}"), buckets);
    }

    private static async Task<long> OffsetAsync(RedisServer node) => await node.Server.RoleAsync() switch
    {
        Role.Master master => master.ReplicationOffset,
        Role.Replica replica => replica.ReplicationOffset,
        var role => throw new InvalidOperationException($"{role} has none."),
    };
}
