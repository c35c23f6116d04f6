using System.Globalization;

namespace Shared.Contracts.Tests;

public sealed class MoneyTests
{
    [TestCase("10", "10")]
    [TestCase("10.0", "10")]
    [TestCase("10.00", "10")]
    [TestCase("10.", "10")]
    [TestCase("010", "10")]
    [TestCase("+10", "10")]
    [TestCase("47.980", "47.98")]
    [TestCase(".5", "0.5")]
    [TestCase("0", "0")]
    [TestCase("0.0", "0")]
    [TestCase("-0.0", "0")]
    [TestCase("1e3", "1000")]
    [TestCase("1E+3", "1000")]
    [TestCase("1e+16", "10000000000000000")]
    [TestCase("1.5e-05", "0.000015")]
    [TestCase("79228162514264337593543950335", "79228162514264337593543950335")]
    [TestCase("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    public void An_amount_has_one_text_however_it_was_written(string text, string canonical) =>
        Assert.That(Money.Format(Money.Parse(text)!.Value), Is.EqualTo(canonical));

    [Test]
    public void What_is_no_finite_amount_of_at_least_zero_is_no_amount(
        [Values(
            "", " ", "ten", "-0.01", "-1e3", "NaN", "nan", "inf", "Infinity", "1e400", "79228162514264337593543950336",
            "1,5", "1,000.00", "1_000", "0x10", "$5", "(5)", "5-", "1e", "e5", ".", "1.2.3", " 5", "5 ", "5\0", "٥")]
        string text) =>
        Assert.That(Money.Parse(text), Is.Null);

    [Test]
    public void Trailing_zeros_do_not_survive() => Assert.That(Money.Format(8.00m), Is.EqualTo("8"));

    [Test]
    public void The_culture_of_the_process_does_not_matter()
    {
        var culture = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NegativeSign) = (",", "~");
        comma.DateTimeFormat.TimeSeparator = ".";
        CultureInfo.CurrentCulture = comma;
        try
        {
            Assert.That(Money.Format(47.98m), Is.EqualTo("47.98"));
            Assert.That(Money.Parse("47.98"), Is.EqualTo(47.98m));
            Assert.That(Money.Parse("47,98"), Is.Null);
            Assert.That(Entries.Order.Write(), Is.EqualTo(Entries.OnTheWire));
            Assert.That(OrderCompleted.Read(Entries.OnTheWire.ToDictionary()), Is.EqualTo(Entries.Order));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
