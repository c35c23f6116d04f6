using System.Text.Json;
using Shared.Contracts;
using Testing;

namespace EndToEnd.Tests.AsyncApi;

/// <summary>The AsyncAPI document of the streams says what the services do.</summary>
public sealed class AsyncApiTests
{
    private static readonly OrderCompleted _order = new()
    {
        OrderId = "o1",
        ProductId = "p1",
        Price = 19.99m,
        Fee = 8m,
        Total = 47.98m,
        Quantity = 2,
        Status = "completed",
        OccurredAt = new DateTimeOffset(2026, 1, 31, 13, 5, 9, TimeSpan.FromHours(1)),
        TraceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    };

    private readonly StreamsDocument _document = new();

    [Test]
    public void Its_channels_and_groups_are_those_of_the_messages()
    {
        AssertChannel<OrderCompleted>("orderCompleted", "takeStock");
        AssertChannel<RefundOrder>("refundOrder", "refundMoney");
    }

    [Test]
    public void It_describes_every_field_that_is_written_and_no_other()
    {
        var order = _order.Write().Select(field => field.Key);
        var refund = new RefundOrder(_order, RefusalReason.InvalidEvent).Write().Select(field => field.Key);

        Assert.That(_document.Fields("order"), Is.EqualTo([.. order, "receipt"]), "of both messages");
        Assert.That(_document.Fields("refundOrder"), Is.EqualTo(refund.Except(order)), "of refund_order only");
    }

    [Test]
    public void It_lists_every_reason_of_a_refusal_and_no_other() => AssertWords(
        typeof(RefusalReason), "components", "schemas", "refundOrder", "properties", "reason", "enum");

    [Test]
    public void It_lists_every_verdict_of_Inventory_and_no_other() =>
        AssertWords(typeof(Verdict), "operations", "takeStock", "x-verdicts");

    [TestCase("orderCompleted")]
    [TestCase("refundOrder")]
    public async Task Its_examples_are_what_it_describes(string message)
    {
        var examples = _document["components", "messages", message, "examples"].AsArray();
        Assert.That(examples, Is.Not.Empty);
        foreach (var example in examples)
        {
            await AssertValidAsync(message, example!["payload"]!.Deserialize<Dictionary<string, string>>()!);
        }
    }

    [TestCase("orderCompleted", "order_completed.json")]
    [TestCase("refundOrder", "refund_order.json")]
    public async Task The_entries_of_the_Python_sample_are_what_it_describes(string message, string file)
    {
        var recorded = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "PythonSample", file));
        foreach (var entry in JsonSerializer.Deserialize<Dictionary<string, string>[]>(recorded)!)
        {
            await AssertValidAsync(message, entry);
        }
    }

    [Test]
    public async Task The_entries_of_the_services_are_what_it_describes()
    {
        await using var services = await TwoServices.StartAsync();
        var product = await services.CreateProductAsync(quantity: 5);
        await services.PlaceOrderAsync(product, quantity: 2);
        await services.PlaceOrderAsync(product, quantity: 6);
        await services.PlaceOrderAsync(product, quantity: 1, price: 0.01m);

        await AssertEntriesAsync(services, OrderCompleted.Stream, "orderCompleted", count: 3);
        await AssertEntriesAsync(services, RefundOrder.Stream, "refundOrder", count: 2);
    }

    [Test]
    public async Task A_quantity_is_what_it_describes_exactly_if_it_can_be_used(
        [Values(
            "1", "+3", "007", "1000000", "5.0", "5.00", "5.", "1000000.0", "5e0", "500e-2", "0.5E+1",
            "0", "-1", "0.0", "1000001", "1000001.0", "1.5", "5.5", "1000000.5", "two", " 2", "1,000", "5e", "")]
        string quantity) =>
        await AssertValidIfUsableAsync("quantity", quantity);

    [Test]
    public async Task A_price_is_what_it_describes_exactly_if_it_can_be_used(
        [Values(
            "0.01", "10", "10.0", "10.", ".5", "+10", "1e+16", "1.5E-05",
            "-1", "ten", "NaN", "inf", "1,5", "5 ", "1e", ".")] string price) =>
        await AssertValidIfUsableAsync("price", price);

    [TestCase("pk", "")]
    [TestCase("product_id", "")]
    [TestCase("reason", "because")]
    [TestCase("occurred_at", "yesterday")]
    [TestCase("traceparent", "00-1-2-3")]
    [TestCase("receipt", "")]
    [TestCase("receipt", "{07sd}:1795000000000-0 reserved")]
    public async Task What_it_does_not_describe_is_told_apart(string field, string value) =>
        Assert.That(await _document.ErrorsAsync("refundOrder", Entry(field, value)), Is.Not.Empty);

    [TestCase("orderCompleted", "pk", "product_id", "quantity")]
    [TestCase("refundOrder", "pk")]
    public async Task It_requires_what_the_readers_require(string message, params string[] required)
    {
        foreach (var field in _document.Fields("order"))
        {
            var entry = Entry("status", "completed");
            entry.Remove(field);

            Assert.That(
                await _document.ErrorsAsync(message, entry), required.Contains(field) ? Is.Not.Empty : Is.Empty, field);
        }
    }

    private void AssertChannel<TMessage>(string channel, string operation)
        where TMessage : class, IStreamMessage<TMessage>
    {
        var (described, receive) = (_document["channels", channel], _document["operations", operation]);
        Assert.That((string?)described["address"], Is.EqualTo(TMessage.Stream));
        Assert.That((string?)described["x-receipts"], Is.EqualTo($"{{{TMessage.Stream}}}:receipts:<group>"));
        Assert.That((string?)receive["channel"]!["$ref"], Is.EqualTo($"#/channels/{channel}"));
        Assert.That((string?)receive["x-consumer-group"], Is.EqualTo(TMessage.Group));
    }

    private void AssertWords(Type constants, params string[] path) => Assert.That(
        _document[path].AsArray().Select(word => (string?)word),
        Is.EqualTo(constants.GetFields().Select(field => field.GetRawConstantValue())));

    private async Task AssertEntriesAsync(TwoServices services, string stream, string message, int count)
    {
        var entries = await Eventually.That(
            () => services.Broker.Database.StreamRangeAsync(stream), Has.Length.EqualTo(count));
        foreach (var entry in entries)
        {
            var fields = entry.Values.ToDictionary(field => $"{field.Name}", field => $"{field.Value}");
            await AssertValidAsync(message, fields);
            Assert.That(entry["receipt"].IsNull, Is.False);
        }
    }

    private async Task AssertValidIfUsableAsync(string field, string value)
    {
        var entry = Entry(field, value);
        var isUsable = OrderCompleted.Read(entry)!.Defect is null && value.Length > 0;
        Assert.That(await _document.ErrorsAsync("orderCompleted", entry), isUsable ? Is.Empty : Is.Not.Empty);
    }

    private async Task AssertValidAsync(string message, Dictionary<string, string> entry) =>
        Assert.That(await _document.ErrorsAsync(message, entry), Is.Empty, JsonSerializer.Serialize(entry));

    private static Dictionary<string, string> Entry(string field, string value) =>
        new(_order.Write()) { ["receipt"] = "{07sd}:1795000000000-0:o1", [field] = value };
}
