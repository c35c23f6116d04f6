using Payment.Api.Orders;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using StackExchange.Redis;
using Testing;

using Order = Payment.Api.Orders.Order;

namespace Payment.Api.Tests.Orders;

/// <summary>A script that fails has written nothing: Lua has no rollback.</summary>
public sealed class OrderStoreFaultsTests : OrderStoreFixture
{
    private Order _order = null!;

    [SetUp]
    public async Task OrderAsync() => _order = await CreateAsync();

    [TearDown]
    public Task MakeRoomAsync() => Redis.Server.ConfigSetAsync("maxmemory", 0);

    [Test]
    public async Task A_full_Redis_takes_no_new_order_and_has_written_nothing_of_it()
    {
        var before = await Redis.SnapshotAsync();
        await FillAsync();

        var fault = await Assert.CatchAsync(() => RunAsync("create"));

        Assert.That(RedisFaults.IsUnavailable(fault!), Is.True, fault!.Message);
        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    [TestCase("complete")]
    [TestCase("confirm")]
    [TestCase("decline")]
    [TestCase("give up")]
    [TestCase("refund")]
    [TestCase("claim")]
    [TestCase("postpone")]
    [TestCase("requeue")]
    public async Task A_full_Redis_finishes_the_order_that_it_has(string operation)
    {
        if (operation == "requeue")
        {
            await Redis.Database.KeyDeleteAsync("payments:{13cl}");
        }
        else if (operation == "confirm")
        {
            await Store.CompleteAsync(_order);
        }

        var before = await Redis.SnapshotAsync();
        await FillAsync();

        await RunAsync(operation);

        Assert.That(await Redis.SnapshotAsync(), Is.Not.EqualTo(before));
    }

    [TestCase("create", "orders:{04pd}")]
    [TestCase("create", "payments:{04pd}")]
    [TestCase("complete", "order:{13cl}:o1")]
    [TestCase("complete", "payments:{13cl}")]
    [TestCase("complete", "outbox:{13cl}:order_completed")]
    [TestCase("decline", "order:{13cl}:o1")]
    [TestCase("decline", "payments:{13cl}")]
    [TestCase("give up", "order:{13cl}:o1")]
    [TestCase("give up", "payments:{13cl}")]
    [TestCase("refund", "order:{13cl}:o1")]
    [TestCase("refund", "payments:{13cl}")]
    [TestCase("claim", "payments:{13cl}")]
    [TestCase("postpone", "order:{13cl}:o1")]
    [TestCase("postpone", "payments:{13cl}")]
    [TestCase("requeue", "orders:{13cl}")]
    [TestCase("requeue", "payments:{13cl}")]
    public async Task A_key_of_the_wrong_type_fails_before_anything_is_written(string operation, string key)
    {
        await Redis.Database.KeyDeleteAsync(key);
        await Redis.Database.SetAddAsync(key, "a set, which no script uses");
        var before = await Redis.SnapshotAsync();

        Assert.That(
            () => RunAsync(operation),
            Throws.InstanceOf<RedisServerException>().With.Message.Contain("WRONGTYPE"));

        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task An_order_that_cannot_be_completed_keeps_none_of_its_call_from_being_completed_once()
    {
        Order[] orders = [_order, await CreateAsync(Neighbour), await CreateAsync("o38")];
        await Redis.Database.KeyDeleteAsync(OrderKeys.Order(Neighbour));
        await Redis.Database.StringSetAsync(OrderKeys.Order(Neighbour), "");

        var faults = await AtOnce.RunAsync(() => orders.Select(FaultAsync));

        Assert.That(faults, Is.EqualTo(new[] { null, RedisErrorKind.WrongType, (RedisErrorKind?)null }));
        Assert.That(await StatusAsync(), Is.EqualTo(OrderStatus.Completed));
        Assert.That(await StatusAsync("o38"), Is.EqualTo(OrderStatus.Completed));
        Assert.That((await DueInAsync(), await DueInAsync("o38")), Is.EqualTo(((TimeSpan?)null, (TimeSpan?)null)));
        Assert.That((await OutboxAsync()).Select(row => row["pk"]), Is.EqualTo(["o1", "o38"]));
    }

    private async Task<RedisErrorKind?> FaultAsync(Order order)
    {
        try
        {
            await Store.CompleteAsync(order);
            return null;
        }
        catch (RedisServerException fault)
        {
            return fault.Kind;
        }
    }

    // A process that starts then has its scripts still to load.
    private async Task FillAsync()
    {
        await Redis.Server.ConfigSetAsync("maxmemory", 1);
        await Redis.Server.ScriptFlushAsync();
    }

    private Task RunAsync(string operation) => operation switch
    {
        "create" => Store.CreateAsync(_order with { Id = "o2" }),
        "complete" => Store.CompleteAsync(_order),
        "confirm" => Store.ConfirmAsync(["o1"]),
        "decline" => Store.DeclineAsync("o1", "card_expired", mayBeCharged: false),
        "give up" => Store.DeclineAsync("o1", "gateway_unavailable", mayBeCharged: true),
        "refund" => Store.RefundAsync("o1", "insufficient_stock"),
        "claim" => Queue.ClaimAsync([Bucket.Of("o1")], TimeSpan.FromSeconds(15)),
        "requeue" => Queue.RequeueAsync(Bucket.Of("o1"), after: null),
        "postpone" => Queue.PostponeAsync("o1"),
        _ => throw new ArgumentException("No such operation.", nameof(operation)),
    };
}
