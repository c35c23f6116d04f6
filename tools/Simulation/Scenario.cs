using Shared.Contracts;

namespace Simulation;

/// <summary>What a seed decides before anything happens.</summary>
internal sealed record Scenario
{
    /// <summary>Nothing goes wrong, and nobody looks at the dead letters.</summary>
    public static readonly Scenario Calm = new()
    {
        Instances = 1,
        BatchSize = 8,
        MaxDeliveries = 5,
        MaxDeadLetters = 1000,
        Wildness = 0,
        Absence = null,
        BeginsWithWrongClocks = false,
        EndsFull = false,
        HasEcho = false,
        Awaited = [OrderCompleted.Group],
        MaxBacklog = 100_000,
        HasOperator = false,
    };

    /// <summary>Of each service. One instance has nobody to repair what it left undone; two race.</summary>
    public required int Instances { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>Where the first failure is the last, dead letters are many.</summary>
    public required int MaxDeliveries { get; init; }

    /// <summary>A small bound is reached, and the consumer then waits for its operator.</summary>
    public required int MaxDeadLetters { get; init; }

    /// <summary>Calm seeds let long chains of events happen, wild ones put many faults into one iteration.</summary>
    public required double Wildness { get; init; }

    /// <summary>Who is away, if anybody.</summary>
    public required Absence? Absence { get; init; }

    /// <summary>Whether every clock is wrong from the beginning, each in its own way.</summary>
    public required bool BeginsWithWrongClocks { get; init; }

    /// <summary>Whether Payment's store is full when the faults are over.</summary>
    public required bool EndsFull { get; init; }

    /// <summary>Whether every event is delivered once more when all of that is long past.</summary>
    public required bool HasEcho { get; init; }

    /// <summary>The groups that Payment waits for; sometimes that of the third service is one of them.</summary>
    public required IReadOnlyList<string> Awaited { get; init; }

    /// <summary>How many entries are kept for groups that nobody waits for.</summary>
    public required int MaxBacklog { get; init; }

    public bool AwaitsMail => Awaited.Contains(MailHandler.Group);

    /// <summary>Whether the third service is never seen again, and nobody waits for it.</summary>
    public bool LosesMail => !AwaitsMail && Absence is { Service: MailHandler.Service, Until: Absence.ToTheEnd };

    /// <summary>Whether somebody redrives dead letters.</summary>
    public bool HasOperator { get; init; } = true;

    public static Scenario Draw(Random random) => new()
    {
        Instances = random.Next(4) == 0 ? 1 : 2,
        BatchSize = random.GetItems([1, 8, 64], 1)[0],
        MaxDeliveries = random.GetItems([1, 5], 1)[0],
        MaxDeadLetters = random.GetItems([3, 1000], 1)[0],
        Wildness = random.GetItems([0.3, 1, 1, 3], 1)[0],
        Absence = Absence.Draw(random),
        BeginsWithWrongClocks = random.Next(2) == 0,
        EndsFull = random.Next(3) == 0,
        HasEcho = random.Next(3) == 0,
        Awaited = random.Next(2) == 0 ? [OrderCompleted.Group] : [OrderCompleted.Group, MailHandler.Group],
        MaxBacklog = random.GetItems([0, 20, 100_000], 1)[0],
    };
}

/// <summary>A service of which no instance runs for a while.</summary>
/// <param name="Service">Its name.</param>
/// <param name="From">The first step of its absence.</param>
/// <param name="Until">The step at which it returns.</param>
internal sealed record Absence(string Service, long From, long Until)
{
    /// <summary>Until the faults are over, and longer.</summary>
    public const long ToTheEnd = long.MaxValue;

    public static Absence? Draw(Random random)
    {
        var from = random.Next(2) == 0 ? 1 : random.Next(200, 1500);
        return random.Next(8) switch
        {
            0 or 1 => new("inventory", from, ToTheEnd),
            2 => new("payment", from, from + 2000), // Not to the end: without it nothing is ordered.
            3 => new(MailHandler.Service, from, ToTheEnd),
            4 => new(MailHandler.Service, from, from + 2000),
            _ => null,
        };
    }
}
