using System.Text.RegularExpressions;

namespace Shared.Contracts.Tests;

/// <summary>The well-known Python sample can stand on either side of both streams.</summary>
public sealed partial class PythonSampleTests
{
    [Test]
    public void Its_order_completed_entries_are_understood() =>
        Assert.That(
            Entries.RecordedFrom("order_completed").Select(OrderCompleted.Read),
            Is.EqualTo([Recorded("01M8215FDT15QYHZ0ZTG8ZB4GF"), Recorded("01M8215FE750ZDRM5612JPGPWQ")]));

    [Test]
    public void Its_refund_order_entries_are_understood() =>
        Assert.That(
            Entries.RecordedFrom("refund_order").Select(RefundOrder.Read),
            Is.EqualTo([new RefundOrder(Recorded("01M8215FE750ZDRM5612JPGPWQ"), null)]));

    [Test]
    public void Its_price_with_a_trailing_zero_is_the_canonical_price() =>
        Assert.That(
            Entries.RecordedFrom("order_completed")
                .Select(entry => Money.Format(OrderCompleted.Read(entry)!.Price!.Value)),
            Is.All.EqualTo("10"));

    [Test]
    public void It_can_read_every_field_that_it_needs_of_what_is_written_here(
        [Values("0.01", "19.99", "1000000", "0.0000000000000000000000000001", "79228162514264337593543950335")]
        string amount)
    {
        var price = Money.Parse(amount);
        var order = Entries.Order with
        {
            Price = price,
            Fee = price,
            Total = price,
            Quantity = Limits.MaxOrderQuantity,
        };
        var entry = new RefundOrder(order, RefusalReason.PriceChanged).Write().ToDictionary();

        Assert.That(entry.Keys, Is.SupersetOf(Entries.RecordedFrom("order_completed")[0].Keys));
        Assert.That(entry["quantity"], Does.Match(PythonInt()));
        Assert.That(new[] { entry["price"], entry["fee"], entry["total"] }, Is.All.Match(PythonFloat()));
        Assert.That(entry.Values, Is.All.Not.Empty);
    }

    private static OrderCompleted Recorded(string id) => new()
    {
        OrderId = id,
        ProductId = "01M82151SW133YM395V27S2QB4",
        Price = 10m,
        Fee = 2m,
        Total = 12m,
        Quantity = 3,
        Status = "completed",
    };

    // What int() and float() take, white space and the names of infinity and NaN left out.
    [GeneratedRegex(@"^[+-]?[0-9](_?[0-9])*\z")]
    private static partial Regex PythonInt();

    [GeneratedRegex(@"^[+-]?([0-9](_?[0-9])*\.?([0-9](_?[0-9])*)?|\.[0-9](_?[0-9])*)([eE][+-]?[0-9](_?[0-9])*)?\z")]
    private static partial Regex PythonFloat();
}
