namespace Shared.Contracts.Tests;

public sealed class WholeNumberTests
{
    [TestCase("5", 5)]
    [TestCase("5.0", 5)]
    [TestCase("5.00", 5)]
    [TestCase("5.", 5)]
    [TestCase("5e0", 5)]
    [TestCase("500e-2", 5)]
    [TestCase("0.5E+1", 5)]
    [TestCase("+5", 5)]
    [TestCase("-5.0", -5)]
    [TestCase("005", 5)]
    [TestCase("-0.0", 0)]
    [TestCase("0e400", 0)]
    [TestCase("2147483647.0", int.MaxValue)]
    [TestCase("-2147483648e0", int.MinValue)]
    [TestCase("50000000000000000000000000000000000000000e-40", 5)]
    public void A_whole_number_is_the_same_however_it_is_written(string text, int number) =>
        Assert.That(WholeNumber.Parse(text), Is.EqualTo(number));

    [Test]
    public void What_is_not_whole_or_no_number_or_too_large_is_none(
        [Values(
            null, "", " ", "five", "5.5", "5e-1", "1e-400", "5.0000000000000000000000000000000000000001", "2147483648",
            "2147483647.5", "-2147483649.0", "1e400", "NaN", "Infinity", "0x5", "1,000", "1_000", "5e", "e5", ".", " 5",
            "5 ", "5\0", "٥")]
        string? text) =>
        Assert.That(WholeNumber.Parse(text), Is.Null);
}
