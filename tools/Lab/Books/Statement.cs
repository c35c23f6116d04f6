using Audit;

namespace Lab.Books;

/// <summary>The ledger of a moment: sums that have to add up whatever burns.</summary>
/// <param name="Taken">Units of stock that Inventory has taken.</param>
/// <param name="UnitsConfirmed">Those of confirmed orders.</param>
/// <param name="UnitsUnderWay">Those taken for orders whose confirmation is still on its way.</param>
/// <param name="Charged">Money taken for orders, in currency units.</param>
/// <param name="Kept">That of orders which are paid, and not refunded.</param>
/// <param name="Lost">Orders that are not there, or confirmed without their stock.</param>
/// <param name="Doubled">Units taken that no order accounts for, and orders refunded whose goods went out.</param>
/// <param name="Breaches">A line for each thing that does not hold.</param>
internal sealed record Statement(
    int Accepted,
    int Confirmed,
    int Refunded,
    int Declined,
    int InFlight,
    long Taken,
    long UnitsConfirmed,
    long UnitsUnderWay,
    decimal Charged,
    decimal MoneyBack,
    decimal Kept,
    int Lost,
    long Doubled,
    IReadOnlyList<string> Breaches)
{
    private const int MostBreaches = 10;

    public bool Holds => Breaches.Count == 0;

    /// <param name="lines">Orders, read between the two readings of the stock.</param>
    /// <param name="changed">What was final and changed.</param>
    public static Statement Of(
        IReadOnlyDictionary<string, OrderLine> lines,
        IReadOnlyList<ProductEntry> before,
        IReadOnlyList<ProductEntry> after,
        IReadOnlyList<string> changed)
    {
        int Count(string state) => lines.Values.Count(line => line.State == state);
        var stock = Stock.Compare(lines.Values, before, after);
        var lost = lines.Where(line => line.Value.IsLost).ToList();
        var twice = lines.Where(line => line.Value.IsDoubled).ToList();
        var (confirmed, refunded, declined) = (Count("confirmed"), Count("refunded"), Count("declined"));
        var charged = lines.Values.Where(line => line.Order?.CompletedAt is not null).Sum(line => line.Total);
        var moneyBack = lines.Values.Where(line => line.State == "refunded").Sum(line => line.Total);
        var kept = lines.Values.Where(line => line.State is "confirmed" or "completed").Sum(line => line.Total);
        var unitsConfirmed = lines.Values.Where(line => line.State == "confirmed").Sum(line => line.Units);
        List<string> breaches =
        [
            .. lost.Select(line => line.Value.Order is null
                ? $"{line.Key} was accepted, and is not there"
                : $"{line.Key} is confirmed without its stock"),
            .. twice.Select(line => $"{line.Key} is {line.Value.State}, and its stock is taken"),
            .. stock.Breaches,
            .. changed,
        ];
        if (charged - moneyBack != kept)
        {
            breaches.Add($"{charged} charged less {moneyBack} refunded is not the {kept} kept");
        }

        return new(
            lines.Count, confirmed, refunded, declined, Count("pending") + Count("completed"),
            stock.Taken, unitsConfirmed, stock.OfOrders - unitsConfirmed,
            charged, moneyBack, kept,
            lost.Count, stock.Excess + twice.Count,
            [.. breaches.Take(MostBreaches)]);
    }
}
