using System.Globalization;
using System.Text;
using Audit;

namespace Chaos;

/// <summary>What a run did and found.</summary>
internal sealed record Summary(
    ChaosOptions Options,
    Customers Customers,
    int ToldForGood,
    int HeardByMail,
    Operator Operator,
    IReadOnlyDictionary<string, int> Faults,
    LagWatch Lag,
    TimeSpan TimeToHeal,
    Ledger Ledger,
    IReadOnlyList<Finding> Findings)
{
    public bool Passed => Findings.All(finding => finding.Violations.Count == 0);

    /// <summary>A markdown table, then one of the invariants.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("| chaos | |\n|---|--:|\n");
        void Row(string name, object value) => text.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
        int Orders(string status) => Ledger.Orders.Values.Count(order => order.Status == status);

        Row("seed", Options.Seed);
        Row("topology", Options.Topology);
        Row("duration", $"{Options.Duration.TotalSeconds:0} s");
        Row("orders acknowledged", Customers.Acknowledged);
        Row("orders in all, with those whose answer was lost", Ledger.Orders.Count);
        Row("completed / refunded / declined", $"{Orders("completed")} / {Orders("refunded")} / {Orders("declined")}");
        Row("orders whose customer was told the end", ToldForGood);
        Row("orders that the third service has heard of", HeardByMail);
        Row("requests refused / not answered", $"{Customers.Refused} / {Customers.Failed}");
        Row("dead letters that carried a customer's order", Operator.Customers);
        Row("faults", Faults.Values.Sum());
        foreach (var (kind, count) in Faults.OrderBy(fault => fault.Key))
        {
            Row($"- {kind}", count);
        }

        Row("greatest age of an unfinished order", $"{Lag.Longest.TotalSeconds:0.0} s ({Lag.LongestOrder})");
        Row("time to heal", $"{TimeToHeal.TotalSeconds:0.0} s");
        Row("violations", Findings.Sum(finding => finding.Violations.Count));
        return text.Append('\n').Append(Report.Table(Findings)).ToString();
    }
}
