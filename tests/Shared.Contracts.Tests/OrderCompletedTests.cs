namespace Shared.Contracts.Tests;

public sealed class OrderCompletedTests
{
    [Test]
    public void Its_stream_and_its_group_are_those_of_the_sample() =>
        Assert.That((OrderCompleted.Stream, OrderCompleted.Group), Is.EqualTo(("order_completed", "inventory-group")));

    [Test]
    public void It_is_written_with_these_names_in_this_order_and_with_exactly_this_text() =>
        Assert.That(Entries.Order.Write(), Is.EqualTo(Entries.OnTheWire));

    [Test]
    public void What_was_written_reads_back_the_same() =>
        Assert.That(OrderCompleted.Read(Entries.OnTheWire.ToDictionary()), Is.EqualTo(Entries.Order));

    [Test]
    public void A_field_without_a_value_is_not_written() =>
        Assert.That(new OrderCompleted { OrderId = "o" }.Write(), Is.EqualTo([KeyValuePair.Create("pk", "o")]));

    [Test]
    public void Fields_may_come_in_any_order() =>
        Assert.That(OrderCompleted.Read(Entries.OnTheWire.Reverse().ToDictionary()), Is.EqualTo(Entries.Order));

    [Test]
    public void Unknown_fields_are_ignored() =>
        Assert.That(
            OrderCompleted.Read(new Dictionary<string, string>(Entries.OnTheWire)
            {
                ["receipt"] = "{07sd}:1-0",
                ["PK"] = "x",
                [""] = "",
            }),
            Is.EqualTo(Entries.Order));

    [Test]
    public void Every_field_that_only_informs_may_be_missing() =>
        Assert.That(
            OrderCompleted.Read(
                new Dictionary<string, string> { ["pk"] = "o", ["product_id"] = "p", ["quantity"] = "2" }),
            Is.EqualTo(new OrderCompleted { OrderId = "o", ProductId = "p", Quantity = 2 }));

    [TestCase("fee", "much")]
    [TestCase("total", "NaN")]
    [TestCase("occurred_at", "yesterday")]
    public void A_field_that_only_informs_may_be_unusable(string name, string value) =>
        Assert.That(OrderCompleted.Read(Entries.With((name, value))), Is.EqualTo(OrderCompleted.Read(Entries.With())));

    [TestCase("2026-01-31T12:05:09.07Z")]
    [TestCase("2026-01-31T12:05:09.070000+00:00")]
    [TestCase("2026-01-31T14:05:09.07+02:00")]
    [TestCase("2026-01-31T12:05:09.07")]
    public void Any_time_of_RFC_3339_is_understood_and_no_offset_means_UTC(string text) =>
        Assert.That(
            OrderCompleted.Read(Entries.With(("occurred_at", text)))?.OccurredAt,
            Is.EqualTo(Entries.Order.OccurredAt));

    [Test]
    public void An_entry_without_an_order_id_is_no_message() =>
        Assert.That(OrderCompleted.Read(Entries.Without("pk")), Is.Null);

    [TestCase(0)]
    [TestCase(201)]
    public void An_entry_whose_order_id_is_empty_or_too_long_is_no_message(int length) =>
        Assert.That(OrderCompleted.Read(Entries.With(("pk", new string('x', length)))), Is.Null);

    [Test]
    public void An_order_id_may_be_any_other_text([Values("42", "{07sd}", "a b:c", "öäü 漢", "\n")] string id) =>
        Assert.That(OrderCompleted.Read(Entries.With(("pk", id)))?.OrderId, Is.EqualTo(id));

    [Test]
    public void An_order_id_may_have_up_to_200_characters() =>
        Assert.That(OrderCompleted.Read(Entries.With(("pk", new string('x', 200))))?.Defect, Is.Null);

    [Test]
    public void An_unusable_quantity_is_a_defect_of_an_order_that_is_known(
        [Values(
            "-1", "0", "1e20", "two", "1.5", "5.5", "5e-1", "1000001", "1000000.5", "2\0",
            "99999999999999999999", "1,000", "0x10", " 2", "")]
        string quantity) =>
        AssertDefect("quantity", Entries.With(("quantity", quantity)));

    [TestCase("1", 1)]
    [TestCase("1000000", 1_000_000)]
    [TestCase("+3", 3)]
    [TestCase("5.0", 5)]
    [TestCase("5e0", 5)]
    [TestCase("500e-2", 5)]
    public void A_whole_quantity_up_to_a_million_is_usable(string text, int quantity) =>
        Assert.That(
            OrderCompleted.Read(Entries.With(("quantity", text))),
            Has.Property("Quantity").EqualTo(quantity).And.Property("Defect").Null);

    [Test]
    public void An_unusable_price_is_a_defect(
        [Values("ten", "-1", "NaN", "inf", "1e400", "1,5", "€5")] string price) =>
        AssertDefect("price", Entries.With(("price", price)));

    [Test]
    public void An_absent_price_is_no_defect() =>
        Assert.That(OrderCompleted.Read(Entries.Without("price"))?.Defect, Is.Null);

    [Test]
    public void A_missing_product_is_a_defect() => AssertDefect("product_id", Entries.Without("product_id"));

    [TestCase(0)]
    [TestCase(201)]
    public void A_product_id_that_is_empty_or_too_long_is_a_defect(int length) =>
        AssertDefect("product_id", Entries.With(("product_id", new string('x', length))));

    [Test]
    public void A_missing_quantity_is_a_defect() => AssertDefect("quantity", Entries.Without("quantity"));

    [Test]
    public void A_defect_does_not_travel() =>
        Assert.That(
            new OrderCompleted { OrderId = "o", Defect = "quantity" }.Write(),
            Is.EqualTo([KeyValuePair.Create("pk", "o")]));

    private static void AssertDefect(string field, Dictionary<string, string> entry) =>
        Assert.That(
            OrderCompleted.Read(entry), Has.Property("OrderId").EqualTo("o").And.Property("Defect").EqualTo(field));
}
