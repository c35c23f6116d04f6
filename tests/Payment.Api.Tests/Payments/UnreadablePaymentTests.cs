using Moq;
using Payment.Api.Orders;
using Payment.Api.Payments;
using StackExchange.Redis;

namespace Payment.Api.Tests.Payments;

/// <summary>An order that this version cannot read is not its business, and no other order's trouble.</summary>
public sealed class UnreadablePaymentTests : ProcessorFixture
{
    [TestCase("status", "shipped")]
    [TestCase("status", "1")]
    [TestCase("status", null)]
    [TestCase("product_id", null)]
    [TestCase("price", "cheap")]
    [TestCase("fee", "1e99")]
    [TestCase("price", "99999999999999999999999999999")]
    [TestCase("quantity", "3.5")]
    [TestCase("quantity", "99999999999")]
    [TestCase("quantity", null)]
    [TestCase("created_at", "yesterday")]
    [TestCase("created_at", "999999999999999999")]
    [TestCase("created_at", null)]
    [TestCase("refunded_at", "")]
    public async Task It_is_left_to_its_lease_uncounted_and_holds_up_none_claimed_with_it(string field, string? value)
    {
        await CreateAsync("o1");
        var before = await Redis.Database.HashGetAllAsync(OrderKeys.Order("o1"));
        await CreateAsync(Neighbour);
        await (value is null
            ? Redis.Database.HashDeleteAsync(OrderKeys.Order("o1"), field)
            : Redis.Database.HashSetAsync(OrderKeys.Order("o1"), field, value));
        OnCharge(Neighbour).ReturnsAsync(Charged);

        await PollAsync();

        Assert.That(await StatusAsync(Neighbour), Is.EqualTo(OrderStatus.Completed));
        Assert.That(await Redis.Database.HashExistsAsync(OrderKeys.Order("o1"), "attempts"), Is.False);
        Assert.That(await DueInAsync("o1"), Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(Lease));

        await Redis.Database.KeyDeleteAsync(OrderKeys.Order("o1"));
        await Redis.Database.HashSetAsync(OrderKeys.Order("o1"), before);
        OnCharge("o1").ReturnsAsync(Charged);
        await PassAsync(Lease);
        await PollAsync();
        Assert.That(await StatusAsync("o1"), Is.EqualTo(OrderStatus.Completed), "once it can be read");
    }

    [Test]
    public async Task One_that_a_newer_version_changes_while_it_is_charged_is_left_to_its_lease_too(
        [Values] bool charged)
    {
        await CreateAsync("o1");
        OnCharge("o1").Returns(async () =>
        {
            await Redis.Database.HashSetAsync(OrderKeys.Order("o1"), "status", "shipped");
            return charged ? Charged : new ChargeResult("card_expired");
        });

        await PollAsync();

        Assert.That(await StartPaymentsAsync(), Is.False, "and no poll fails by it");
        Assert.That(
            await Redis.Database.HashGetAsync(OrderKeys.Order("o1"), "status"), Is.EqualTo((RedisValue)"shipped"));
        Assert.That(await DueInAsync("o1"), Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(Lease));
    }
}
