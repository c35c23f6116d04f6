using System.Globalization;
using Moq;
using Payment.Api.Orders;
using StackExchange.Redis;

using Order = Payment.Api.Orders.Order;

namespace Payment.Api.Tests.Payments;

/// <summary>A store out of memory turns new orders away before it is too full to finish those it has.</summary>
public sealed class FullStoreTests : ProcessorFixture
{
    [Test]
    public async Task All_that_was_accepted_until_the_store_was_full_is_confirmed_or_refunded_without_more_memory()
    {
        var accepted = await OrderUntilFullAsync();
        Assert.That(accepted, Has.Count.GreaterThan(100));
        Gateway
            .Setup(money => money.ChargeAsync(It.IsAny<string>(), It.IsAny<decimal>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(Charged);
        Gateway
            .Setup(money => money.RefundAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns(Task.CompletedTask);

        while (await PollAsync())
        {
        }

        foreach (var order in accepted.Where((_, index) => index % 10 == 0))
        {
            await Store.RefundAsync(order, "insufficient_stock");
        }

        while (await PollAsync())
        {
        }

        await Store.ConfirmAsync(accepted);

        var orders = await Task.WhenAll(accepted.Select(Store.FindAsync));
        Assert.That(orders, Is.All.Matches<Order>(order => order!.IsFinal()));
        var statuses = await Task.WhenAll(accepted.Select(StatusAsync));
        Assert.That(statuses.Where((_, index) => index % 10 == 0), Is.All.EqualTo(OrderStatus.Refunded));
        Assert.That(statuses.Where((_, index) => index % 10 != 0), Is.All.EqualTo(OrderStatus.Completed));
        Assert.That(await Task.WhenAll(accepted.Select(DueInAsync)), Is.All.Null);
        Assert.That(
            () => CreateAsync("one more"), Throws.InstanceOf<RedisServerException>().With.Message.StartsWith("OOM"));
    }

    [TearDown]
    public Task MakeRoomAsync() => Redis.Server.ConfigSetAsync("maxmemory", 0);

    /// <summary>Leaves two megabytes to the store, and uses them up.</summary>
    private async Task<List<string>> OrderUntilFullAsync()
    {
        var used = (await Redis.Server.InfoAsync("memory")).Single().Single(line => line.Key == "used_memory").Value;
        await Redis.Server.ConfigSetAsync("maxmemory", long.Parse(used, CultureInfo.InvariantCulture) + 2_000_000);
        var accepted = new List<string>();
        try
        {
            while (accepted.Count < 100_000)
            {
                accepted.Add((await CreateAsync($"o{accepted.Count}")).Id);
            }
        }
        catch (RedisServerException fault) when (fault.Kind == RedisErrorKind.OutOfMemory)
        {
            return accepted;
        }

        throw new InvalidOperationException("The store was never full.");
    }
}
