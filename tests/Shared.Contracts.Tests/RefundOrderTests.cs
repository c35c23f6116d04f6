namespace Shared.Contracts.Tests;

public sealed class RefundOrderTests
{
    private static readonly RefundOrder _refund = new(Entries.Order, RefusalReason.InsufficientStock);

    private static readonly KeyValuePair<string, string>[] _onTheWire =
        [.. Entries.OnTheWire, new("reason", "insufficient_stock")];

    [Test]
    public void Its_stream_and_its_group_are_those_of_the_sample() =>
        Assert.That((RefundOrder.Stream, RefundOrder.Group), Is.EqualTo(("refund_order", "payment-group")));

    [Test]
    public void It_is_written_as_the_order_and_the_reason() => Assert.That(_refund.Write(), Is.EqualTo(_onTheWire));

    [Test]
    public void What_was_written_reads_back_the_same() =>
        Assert.That(RefundOrder.Read(_onTheWire.Reverse().ToDictionary()), Is.EqualTo(_refund));

    [Test]
    public void A_foreign_producer_need_not_give_a_reason()
    {
        var refund = RefundOrder.Read(Entries.OnTheWire.ToDictionary());

        Assert.That(refund, Is.EqualTo(new RefundOrder(Entries.Order, null)));
        Assert.That(refund!.Write(), Is.EqualTo(Entries.OnTheWire));
    }

    [Test]
    public void An_empty_reason_is_no_reason() =>
        Assert.That(
            RefundOrder.Read(new Dictionary<string, string>(Entries.OnTheWire) { ["reason"] = "" })?.Reason, Is.Null);

    [Test]
    public void An_order_id_is_all_that_it_needs() =>
        Assert.That(RefundOrder.Read(new Dictionary<string, string> { ["pk"] = "o" })?.Order.OrderId, Is.EqualTo("o"));

    [Test]
    public void An_entry_without_an_order_id_is_no_message() =>
        Assert.That(RefundOrder.Read(new Dictionary<string, string> { ["reason"] = "price_changed" }), Is.Null);

    [TestCase(RefusalReason.ProductNotFound, "product_not_found")]
    [TestCase(RefusalReason.InsufficientStock, "insufficient_stock")]
    [TestCase(RefusalReason.PriceChanged, "price_changed")]
    [TestCase(RefusalReason.InvalidEvent, "invalid_event")]
    public void A_reason_has_this_text_on_the_wire(string reason, string text) => Assert.That(reason, Is.EqualTo(text));
}
