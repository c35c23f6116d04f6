using System.Text.Json;
using Inventory.Api.Products;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Publishing;
using StackExchange.Redis;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Services of the Python sample stand on the other side of the streams and know no receipts.</summary>
public sealed class PythonSampleTests
{
    [Test]
    public async Task Orders_paid_by_the_sample_take_stock_or_are_answered_as_its_consumer_expects()
    {
        await using var services = await TwoServices.StartServersAsync(("Outbox:Confirmation", "Publish"));
        await services.Inventory.StartAsync();
        var recorded = Recorded("order_completed.json");
        var product = recorded[0]["product_id"];
        await services.InventoryStore.Database.HashSetAsync(
            ProductKeys.Product(product),
            [new("name", "cup"), new("price", "10"), new("quantity", 5), new("received", 5), new("reserved", 0)]);

        foreach (var entry in recorded)
        {
            await services.Broker.Database.StreamAddAsync(
                OrderCompleted.Stream, [.. entry.Select(field => new NameValueEntry(field.Key, field.Value))]);
        }

        var refund = (await Eventually.That(
            () => services.Broker.Database.StreamRangeAsync(RefundOrder.Stream), Has.Length.EqualTo(1)))[0];
        var expected = Recorded("refund_order.json")[0];
        Assert.Multiple(async () =>
        {
            Assert.That(await services.StockAsync(product), Is.EqualTo(2));
            Assert.That((string?)refund["pk"], Is.EqualTo(expected["pk"]));
            Assert.That(expected.Keys, Is.SubsetOf(refund.Values.Select(field => (string?)field.Name)));
            Assert.That((int)refund["quantity"], Is.EqualTo(3));
            Assert.That((double)refund["total"], Is.EqualTo(12.0));
        });
        await Eventually.That(
            () => services.InventoryStore.Database.StreamLengthAsync(
                Outbox<RefundOrder>.Key(Bucket.Of(product))),
            Is.Zero);
    }

    [Test]
    public async Task Orders_refused_by_the_sample_are_refunded()
    {
        await using var services = await TwoServices.StartServersAsync(("Outbox:Confirmation", "Publish"));
        await services.Payment.StartAsync();
        var order = await services.PlaceOrderAsync("a-product-of-the-sample", quantity: 3);
        var announced = (await Eventually.That(
            () => services.Broker.Database.StreamRangeAsync(OrderCompleted.Stream), Has.Length.EqualTo(1)))[0];

        // The sample copies the whole entry that it refuses, and gives no reason.
        await services.Broker.Database.StreamAddAsync(RefundOrder.Stream, announced.Values);

        await Eventually.That(() => services.StatusAsync(order), Is.EqualTo("refunded"));
        Assert.That((string?)(await services.OrderAsync(order))["reason"], Is.EqualTo("unspecified"));
    }

    private static Dictionary<string, string>[] Recorded(string file) =>
        JsonSerializer.Deserialize<Dictionary<string, string>[]>(
            File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "PythonSample", file)))!;
}
