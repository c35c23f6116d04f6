using Inventory.Api.Products;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Consuming;
using StackExchange.Redis;
using Testing;

namespace Inventory.Api.Tests.Products;

/// <summary>Each order is decided once, whatever happens in between and however many ask at the same time.</summary>
public sealed class ReservationOnceTests : ProductStoreFixture
{
    /// <summary>What may happen to a product between two deliveries of the same order.</summary>
    public enum Event
    {
        Nothing,
        Restock,
        PriceChange,
        Removal,
        OtherOrders,
    }

    [Test]
    public async Task An_order_seen_twice_takes_stock_once([Values] Event between)
    {
        await CreateAsync(quantity: 5);
        await Store.ReserveAsync(Order(quantity: 2));
        await HappenAsync(between);
        var before = await Redis.SnapshotAsync();

        var again = await Store.ReserveAsync(Order(quantity: 2));

        Assert.That(again, Is.EqualTo(new Reservation(Refusal: null, IsNew: false)));
        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task An_order_refused_once_stays_refused_and_is_refunded_once([Values] Event between)
    {
        await CreateAsync(quantity: 5);
        await Store.ReserveAsync(Order(quantity: 6));
        await HappenAsync(between);
        var before = await Redis.SnapshotAsync();

        var again = await Store.ReserveAsync(Order(quantity: 6));

        Assert.That(again, Is.EqualTo(new Reservation(RefusalReason.InsufficientStock, IsNew: false)));
        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    [TestCase("p1", "p2")]
    [TestCase("p2", "p1")]
    [TestCase(null, "p1")]
    [TestCase("p1", null)]
    public async Task An_order_that_comes_back_for_another_product_is_a_dead_letter(string? first, string? second)
    {
        await CreateAsync(id: "p1");
        await CreateAsync(id: "p2");
        await Store.ReserveAsync(Order(productId: first));
        var before = await Redis.SnapshotAsync();

        Assert.That(
            () => Store.ReserveAsync(Order(productId: second)),
            Throws.InstanceOf<DeadLetterException>().With.Message.EqualTo("conflicting_order"));

        Assert.That(await Redis.SnapshotAsync(), Is.EqualTo(before));
    }

    [TestCase(1, null)]
    [TestCase(6, null)]
    [TestCase(null, "quantity")]
    public async Task An_order_so_old_that_its_decision_may_be_forgotten_is_a_dead_letter_however_new_its_entry_is(
        int? quantity, string? defect)
    {
        await CreateAsync(quantity: 5);
        var paidAt = DateTimeOffset.UtcNow.AddDays(-50.01);
        var old = Order(quantity: quantity) with { OccurredAt = paidAt, Defect = defect };

        Assert.That(
            () => Store.ReserveAsync(old),
            Throws.InstanceOf<DeadLetterException>().With.Message.EqualTo("expired"));

        Assert.That((await StockAsync(), (await OutboxAsync()).Count), Is.EqualTo(((5, 5, 0), 0)));
        var younger = old with { OccurredAt = DateTimeOffset.UtcNow.AddDays(-49.99) };
        Assert.That((await Store.ReserveAsync(younger)).IsNew, Is.True);
    }

    [Test]
    public async Task An_order_that_is_remembered_is_known_however_old_it_is()
    {
        await CreateAsync();
        var order = Order();
        await Store.ReserveAsync(order);
        var old = order with { OccurredAt = DateTimeOffset.UtcNow.AddDays(-400) };

        Assert.That((await Store.ReserveAsync(old)).IsNew, Is.False);
    }

    [TestCase(-20)]
    [TestCase(20)]
    [TestCase(400)]
    public async Task A_clock_of_a_service_that_is_wrong_by_days_makes_no_order_too_old(int days)
    {
        await CreateAsync();
        Time.SetUtcNow(DateTimeOffset.UtcNow.AddDays(Math.Max(0, days))); // Inventory's own, which nobody asks.
        var order = Order() with { OccurredAt = DateTimeOffset.UtcNow.AddDays(days) };

        Assert.That((await Store.ReserveAsync(order)).IsNew, Is.True);
    }

    [Test]
    public async Task One_order_delivered_to_many_at_once_is_decided_once([Values(1, 6)] int quantity)
    {
        await CreateAsync(quantity: 5);

        var reservations = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Store.ReserveAsync(Order(quantity: quantity))));

        Assert.That(reservations.Count(reservation => reservation.IsNew), Is.EqualTo(1));
        Assert.That(reservations.Select(reservation => reservation.Refusal).Distinct(), Has.Exactly(1).Items);
        Assert.That(await StockAsync(), Is.EqualTo(quantity == 1 ? (4, 5, 1) : (5, 5, 0)));
        Assert.That(await OutboxAsync(), Has.Count.EqualTo(quantity == 1 ? 0 : 1));
    }

    [Test]
    public async Task Of_200_orders_at_once_exactly_100_get_the_100_units()
    {
        await CreateAsync(quantity: 100);

        var reservations = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(number => Store.ReserveAsync(Order($"o{number}"))));

        Assert.That(reservations.Count(reservation => reservation.Refusal is null), Is.EqualTo(100));
        Assert.That(await StockAsync(), Is.EqualTo((0, 100, 100)));
        Assert.That(await OutboxAsync(), Has.Count.EqualTo(100));
    }

    [TestCase("reservations:{10qn}:o29")]
    [TestCase("ordered-products:{07sd}:o29")]
    public async Task An_order_that_cannot_be_decided_keeps_none_of_its_call_from_being_decided_once(string key)
    {
        await CreateAsync(quantity: 5);
        await Redis.Database.StringSetAsync(key, "");
        var orderIds = Enumerable.Range(0, 200)
            .Select(number => $"o{number}").Where(id => Bucket.Of(id) == Bucket.Of("o29")).ToList();

        var decided = await AtOnce.RunAsync(() => orderIds.Select(IsReservedAsync));

        Assert.That(decided[orderIds.IndexOf("o29")], Is.Null);
        Assert.That(decided.Count(isReserved => isReserved is true), Is.EqualTo(5));
        Assert.That(await StockAsync(), Is.EqualTo((0, 5, 5)));
        Assert.That(await OutboxAsync(), Has.Count.EqualTo(orderIds.Count - 6));
    }

    [Test]
    public async Task Stock_never_goes_below_zero_and_is_always_received_less_reserved()
    {
        await CreateAsync(quantity: 1000);
        var random = new Random(7);
        var orders = Enumerable.Range(0, 300).Select(number => Order($"o{number}", random.Next(1, 20))).ToList();

        // Each order comes twice, so that repeats and first deliveries mix.
        var reservations = await Task.WhenAll(orders.Concat(orders).Select(Store.ReserveAsync));

        var first = reservations[..300];
        var refused = first.Count(reservation => reservation.Refusal is not null);
        var taken = first.Zip(orders)
            .Where(pair => pair.First.Refusal is null).Sum(pair => pair.Second.Quantity!.Value);
        var (quantity, _, reserved) = await StockAsync();
        Assert.That(quantity, Is.InRange(0, 19), "the stock was not used up");
        Assert.That(reserved, Is.EqualTo(taken));
        Assert.That(await OutboxAsync(), Has.Count.EqualTo(refused));
    }

    /// <returns>Whether its stock was taken, or <see langword="null"/> when it could not be decided.</returns>
    private async Task<bool?> IsReservedAsync(string orderId)
    {
        try
        {
            return (await Store.ReserveAsync(Order(orderId))).Refusal is null;
        }
        catch (RedisServerException)
        {
            return null;
        }
    }

    private async Task HappenAsync(Event between)
    {
        var product = ProductKeys.Product("p1");
        switch (between)
        {
            case Event.Restock:
                await Redis.Database.HashIncrementAsync(product, "received", 100);
                await Redis.Database.HashIncrementAsync(product, "quantity", 100);
                break;
            case Event.PriceChange:
                await Redis.Database.HashSetAsync(product, "price", "11");
                break;
            case Event.Removal:
                await Store.DeleteAsync("p1");
                break;
            case Event.OtherOrders:
                await Store.ReserveAsync(Order("o2", quantity: 2));
                await Store.ReserveAsync(Order("o3", quantity: 100));
                break;
        }
    }
}
