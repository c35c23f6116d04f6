using System.Globalization;

namespace Simulation;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments(int Seeds, int FirstSeed, int Orders, string Sabotage)
{
    public const string Help = """
        Runs both services on three real redis-servers, breaks what can break, and audits what is left.

        dotnet run -c Release --project tools/Simulation -- [options]

          --seeds N        how many seeds to run (20)
          --first-seed S   the first of them (1)
          --orders M       orders placed in each (200)
          --sabotage NAME  takes one part of the mechanism away, which has to be noticed;
                           all tries each and prints a table

        A seed decides the workload and, from one random sequence, the schedule of all loops down to the single
        command and every fault; clocks and the idle times of consumer groups are simulated. So a seed replays: the
        trace is a hash of all decisions, and is the same each time.

        Exit code 0: every invariant held. 1: one did not; with --sabotage all, one sabotage was not noticed.
        """;

    /// <summary>Reads the command line.</summary>
    /// <returns><see langword="null"/> when it makes no sense.</returns>
    public static Arguments? Parse(string[] args)
    {
        var parsed = new Arguments(20, 1, 200, Simulation.Sabotage.None.Name);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            parsed = (args[i], isNumber) switch
            {
                ("--seeds", true) => parsed with { Seeds = number },
                ("--first-seed", true) => parsed with { FirstSeed = number },
                ("--orders", true) => parsed with { Orders = number },
                ("--sabotage", _) when value == "all" || Simulation.Sabotage.Find(value) is not null =>
                    parsed with { Sabotage = value },
                _ => null,
            };
            if (parsed is null)
            {
                return null;
            }
        }

        return parsed;
    }
}
