using System.Globalization;
using System.Text;

namespace Audit;

/// <summary>Findings as a table for people.</summary>
public static class Report
{
    private const int MostLines = 10;

    /// <summary>A markdown table, and below it the first violations of each invariant.</summary>
    public static string Table(IReadOnlyList<Finding> findings)
    {
        var text = new StringBuilder("| invariant | checked | violations |\n|---|--:|--:|\n");
        foreach (var finding in findings)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {finding.Invariant} | {finding.Checked} | {finding.Violations.Count} |\n");
        }

        foreach (var finding in findings.Where(finding => finding.Violations.Count > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{finding.Invariant}:\n");
            foreach (var violation in finding.Violations.Take(MostLines))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {violation}\n");
            }
        }

        return text.ToString();
    }
}
