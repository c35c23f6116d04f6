using Inventory.Api.Products;
using Moq;
using Shared.Contracts;
using StackExchange.Redis;
using Testing;

namespace Inventory.Api.Tests.Products;

/// <summary>Why an order is refused is found in one script, and decided in the next: much may happen between.</summary>
public sealed class RefusalRaceTests : ProductStoreFixture
{
    [Test]
    public async Task Stock_that_another_delivery_took_before_the_refusal_stays_taken()
    {
        await CreateAsync(quantity: 5);

        var late = await ReserveAsync(Order(quantity: 6), beforeItIsRefused: async () =>
        {
            await Store.ChangeStockAsync("p1", 10);
            await Store.ReserveAsync(Order(quantity: 6));
        });

        Assert.That(late, Is.EqualTo(new Reservation(Refusal: null, IsNew: false)));
        Assert.That(await StockAsync(), Is.EqualTo((9, 15, 6)));
        Assert.That(await OutboxAsync(), Is.Empty);
    }

    [Test]
    public async Task An_order_that_two_deliveries_find_to_be_refused_is_refunded_once_and_for_one_reason()
    {
        await CreateAsync(quantity: 5);

        var late = await ReserveAsync(Order(quantity: 6), beforeItIsRefused: async () =>
        {
            await Store.DeleteAsync("p1");
            await Store.ReserveAsync(Order(quantity: 6));
        });

        Assert.That(late, Is.EqualTo(new Reservation(RefusalReason.ProductNotFound, IsNew: false)));
        Assert.That(await OutboxAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_order_whose_refusal_a_crash_prevented_is_not_decided()
    {
        await CreateAsync(quantity: 5);

        Assert.That(
            () => ReserveAsync(Order(quantity: 6), () => throw new TimeoutException()),
            Throws.InstanceOf<TimeoutException>());

        await Store.ChangeStockAsync("p1", 10);
        Assert.That(
            await Store.ReserveAsync(Order(quantity: 6)), Is.EqualTo(new Reservation(Refusal: null, IsNew: true)));
    }

    /// <summary>Delivers an order to an instance that something gets ahead of before it refuses.</summary>
    private async Task<Reservation> ReserveAsync(OrderCompleted order, Func<Task> beforeItIsRefused)
    {
        var database = new Mock<IDatabase>(MockBehavior.Strict);
        database
            .Setup(redis => redis.ScriptEvaluateAsync(
                It.IsAny<string>(), It.IsAny<RedisKey[]>(), It.IsAny<RedisValue[]>(), default))
            .Returns(async (string script, RedisKey[] keys, RedisValue[] arguments, CommandFlags flags) =>
            {
                if (script.Contains("Refuses an order", StringComparison.Ordinal))
                {
                    await beforeItIsRefused();
                }

                return await Redis.Database.ScriptEvaluateAsync(script, keys, arguments, flags);
            });
        using var parts = new ServiceParts(
            new DirectConnections(database.Object, Redis.Database), Time, services => services.AddProducts());
        return await parts.Get<IProductStore>().ReserveAsync(order);
    }
}
