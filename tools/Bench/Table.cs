using System.Globalization;
using System.Text;

namespace Bench;

/// <summary>The measurements as one table in markdown.</summary>
internal sealed class Table
{
    private readonly List<(string Scenario, Measurement Measurement)> _rows = [];

    public bool HasViolations => _rows.Exists(row => row.Measurement.IsViolated);

    public void Add(string scenario, IEnumerable<Measurement> measurements) =>
        _rows.AddRange(measurements.Select(measurement => (scenario, measurement)));

    public override string ToString()
    {
        var text = new StringBuilder("| scenario | figure | measured | floor | ratio |\n|---|---|--:|--:|--:|\n");
        foreach (var (scenario, (figure, value, floor)) in _rows)
        {
            string[] cells = [scenario, figure, Number(value), Number(floor), Ratio(value, floor)];
            text.Append($"| {string.Join(" | ", cells)} |\n");
        }

        return text.ToString();
    }

    private static string Number(double? value)
    {
        var format = Math.Abs(value ?? 0) switch
        {
            0 => "0",
            < 1 => "0.000",
            < 100 => "0.0",
            _ => "N0",
        };
        return value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
    }

    private static string Ratio(double value, double? floor) =>
        floor > 0 ? (value / floor.Value).ToString("0.00", CultureInfo.InvariantCulture) : "";
}
