using System.Collections.Concurrent;

// More than the usual two cores: a case mostly waits for a process to start or a receipt to be overdue.
[assembly: LevelOfParallelism(3)]

namespace EndToEnd.Tests.CrashPoints;

/// <summary>
/// A service is killed on either side of every write in the life of an order and started again: nothing that was
/// acknowledged is lost, and nothing happens twice.
/// </summary>
[Parallelizable(ParallelScope.Children)]
public sealed class CrashPointTests
{
    // The third pass finds work of the first two under way. It is run where there is time: CRASH_PASSES=1,3.
    private static readonly int[] _passes =
        [.. (Environment.GetEnvironmentVariable("CRASH_PASSES") ?? "1").Split(',').Select(int.Parse)];

    private readonly ConcurrentBag<CrashRig> _idle = [];

    [OneTimeTearDown]
    public async Task StopRigs()
    {
        while (_idle.TryTake(out var rig))
        {
            await rig.DisposeAsync();
        }
    }

    [TestCaseSource(nameof(Cases))]
    public async Task A_kill_at_any_write_loses_and_doubles_nothing(CrashCase crash)
    {
        var rig = _idle.TryTake(out var idle) ? idle : await CrashRig.StartAsync();
        try
        {
            await SurviveAsync(rig, crash);
            _idle.Add(rig);
        }
        catch
        {
            await rig.DisposeAsync(); // Whatever state it is in must not fail the next case too.
            throw;
        }
    }

    private static async Task SurviveAsync(CrashRig rig, CrashCase crash)
    {
        await rig.ForgetAsync();
        var orders = new OrderStream(rig.Services);
        await orders.CreateProductAsync();
        var victim = rig.Process(crash.Point.Service);
        var killed = rig.Trap(crash.Point.Service).Arm(crash.Point, crash.Moment, crash.Pass, victim.Kill);

        await orders.PlaceUntilAsync(killed, crash.ToString(), crash.Point.FollowsLoss);
        await victim.StartAsync();
        await orders.PlacePairAsync();

        await rig.AuditAsync(orders.Expected);
    }

    private static IEnumerable<TestCaseData> Cases() =>
        from point in CrashPoint.All
        from moment in Enum.GetValues<Moment>()
        from pass in _passes
        let crash = new CrashCase(point, moment, pass)
        select new TestCaseData(crash).SetArgDisplayNames(crash.ToString());

    /// <summary>Where the process ends.</summary>
    public sealed record CrashCase
    {
        internal CrashCase(CrashPoint point, Moment moment, int pass) => (Point, Moment, Pass) = (point, moment, pass);

        internal CrashPoint Point { get; }

        internal Moment Moment { get; }

        internal int Pass { get; }

        public override string ToString() =>
            $"{Point.Service} ends {(Moment == Moment.Before ? "before" : "after")} it {Point.Does}, pass {Pass}";
    }
}
