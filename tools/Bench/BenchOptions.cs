using System.Globalization;
using Bench.Scenarios;

namespace Bench;

/// <summary>What is measured, and how much of it.</summary>
internal sealed record BenchOptions
{
    public static string Usage => $"""
        Measures the system on this machine, every figure beside a floor of the same run, as a table in markdown.

        ./bench.sh [scenario ...] [options]

        {string.Join("\n\n", Scenario.All.Select(Describe))}

        Without names: all but growth.

          --seconds N      how long orders are posted (10)
          --warm-up N      how many seconds of settle's load come before these (35)
          --entries N      how many entries or payments a drain begins with (200000)
          --stored N       how many orders are settled in the stores beforehand (10000)
          --products N     how many products there are (100)
          --instances N    of each service (1)
          --aof MODE       off, everysec or always, on all three servers (off)
          --short          little of everything: some minutes in all
          --help           show this

        Exit code 0: measured. 1: something failed, or the audit found orders lost or doubled. 2: wrong usage.
        """;

    public IReadOnlyList<Scenario> Scenarios { get; init; } =
        [.. Scenario.All.Where(scenario => scenario is not Growth)];

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long orders are posted before those that count: by then what is hot has been compiled.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(35);

    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(1);

    public int Entries { get; init; } = 200_000;

    public int Stored { get; init; } = 10_000;

    public int Products { get; init; } = 100;

    public int RoundTrips { get; init; } = 500;

    public int Instances { get; init; } = 1;

    public string Aof { get; init; } = "off";

    /// <exception cref="FormatException">They are not understood.</exception>
    public static BenchOptions Parse(string[] arguments)
    {
        var options = new BenchOptions();
        var named = new List<Scenario>();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var name))
        {
            if (Scenario.All.FirstOrDefault(scenario => scenario.Name == name) is { } scenario)
            {
                named.Add(scenario);
                continue;
            }

            options = name switch
            {
                "--seconds" => options with { Duration = TimeSpan.FromSeconds(Number()) },
                "--warm-up" => options with { WarmUp = TimeSpan.FromSeconds(Number()) },
                "--entries" => options with { Entries = Number() },
                "--stored" => options with { Stored = Number() },
                "--products" => options with { Products = Number() },
                "--instances" => options with { Instances = Number() },
                "--aof" => options with { Aof = OneOf("off", "everysec", "always") },
                "--short" => options.Shortened(),
                _ => throw new FormatException($"Not understood: {name}"),
            };
        }

        return named.Count > 0 ? options with { Scenarios = named } : options;

        string Value() => rest.TryDequeue(out var value) ? value : throw new FormatException("A value is missing.");
        string OneOf(params string[] values) => Array.Find(values, Value().Equals)
            ?? throw new FormatException($"Choose one of {string.Join(", ", values)}.");
        int Number() =>
            int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : throw new FormatException("A number above zero is missing.");
    }

    public BenchOptions Shortened() => this with
    {
        Duration = TimeSpan.FromSeconds(2),
        WarmUp = TimeSpan.FromSeconds(5),
        IdleTime = TimeSpan.FromSeconds(2),
        Entries = 10_000,
        Stored = 1000,
        RoundTrips = 100,
    };

    private static string Describe(Scenario scenario) =>
        $"  {scenario.Name,-16} {scenario.About.Replace("\n", $"\n{"",19}", StringComparison.Ordinal)}";
}
