using System.Globalization;

namespace Chaos;

/// <summary>What a run does.</summary>
internal sealed record ChaosOptions
{
    public const string Usage = """
        Runs both services, two instances each, under load and faults, and checks that they keep their promises.

        dotnet run -c Release --project tools/Chaos -- [options]

          --seconds N          how long faults strike (60)
          --seed S             which faults, when, and where (chosen at random, and printed)
          --topology T         what the stores are: single, cluster or sentinel (single)
          --faults kind,kind   only these kinds; --faults none for load alone
          --pause S            seconds from one fault to the next, on average (3; may be a fraction)
          --absent SERVICE     inventory or payment comes only when the faults are over
          --rate N             orders a second (20)
          --set Name=Value     a setting for all services, for example Outbox:Confirmation=Publish
          --keep               keep logs and data also when all is well

        cluster: a real Redis Cluster of three masters and three replicas; one for both stores, as their keys do not
        collide. sentinel: for each store a master, who can be replaced, and three Sentinels. The broker is one server.
        What strikes a store that is one server (killed, frozen, full, its clock, its links) is left out there: clients
        learn the servers' own addresses, past any link. Instead masters are killed, paused and replaced, slots move,
        whole shards or all Sentinels are away. Logs and data of these servers are not kept.

        Some 10,000 orders under kill -9 and FLUSHALL: --seconds 240 --rate 60 --faults kill,broker-flush --pause 2
        A soak of 100,000 orders and 500 kills: --seconds 2700 --rate 60 --faults kill --pause 4

        Exit code 0: every promise was kept. 1: one was not; logs and data are kept. 2: wrong usage.
        """;

    /// <summary>What the stores are: single, cluster or sentinel.</summary>
    public string Topology { get; init; } = "single";

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    public int Seed { get; init; } = Random.Shared.Next(1_000_000);

    /// <summary>Kinds of faults; <see langword="null"/> for all.</summary>
    public IReadOnlyList<string>? Faults { get; init; }

    public TimeSpan MeanPause { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Name of the service that is not there while faults strike, if any.</summary>
    public string? Absent { get; init; }

    public int OrdersPerSecond { get; init; } = 20;

    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } = [];

    public bool Keep { get; init; }

    /// <exception cref="FormatException">They are not understood.</exception>
    public static ChaosOptions Parse(string[] arguments)
    {
        var options = new ChaosOptions();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var name))
        {
            options = name switch
            {
                "--keep" => options with { Keep = true },
                "--seconds" => options with { Duration = TimeSpan.FromSeconds(Number()) },
                "--seed" => options with { Seed = Number() },
                "--pause" => options with { MeanPause = TimeSpan.FromSeconds(Fraction()) },
                "--absent" when Value() is var service && service is "inventory" or "payment" =>
                    options with { Absent = service },
                "--topology" when Value() is var topology && topology is "single" or "cluster" or "sentinel" =>
                    options with { Topology = topology },
                "--rate" => options with { OrdersPerSecond = Math.Max(1, Number()) },
                "--faults" => options with { Faults = [.. Value().Split(',').Where(kind => kind != "none")] },
                "--set" when Value().Split('=', 2) is [var setting, var value] =>
                    options with { Settings = [.. options.Settings, (setting, value)] },
                _ => throw new FormatException($"Not understood: {name}"),
            };
        }

        return options;

        string Value() => rest.TryDequeue(out var value) ? value : throw new FormatException("A value is missing.");
        double Fraction() => double.Parse(Value(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        int Number() => int.Parse(Value(), NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
