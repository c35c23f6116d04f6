using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Testing;

namespace Simulation.Tests.Sequences;

/// <summary>That any sequence of commands ends as a model of a few lines says.</summary>
/// <remarks>
/// <c>SEQUENCE_SEED</c> and <c>SEQUENCES</c> decide which sequences, and how many. One that fails is made as short as
/// it can be.
/// </remarks>
public sealed class SequenceTests
{
    private const int MostSteps = 30;
    private const decimal DeclineAbove = 95; // Orders of eight units and more.

    private static readonly int _seed = Setting.Number("SEQUENCE_SEED", 1);
    private static readonly int _sequences = Setting.Number("SEQUENCES", 100);

    private Servers _servers = null!;

    [OneTimeSetUp]
    public async Task StartServers() => _servers = await Servers.StartAsync();

    [OneTimeTearDown]
    public async Task StopServers() => await _servers.DisposeAsync();

    [Test]
    public void Any_sequence_of_commands_ends_as_the_model_says()
    {
        TestContext.Out.WriteLine($"SEQUENCE_SEED={_seed} SEQUENCES={_sequences}");
        var config = Config.QuickThrowOnFailure
            .WithMaxTest(_sequences)
            .WithStartSize(MostSteps / 3)
            .WithEndSize(MostSteps)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd((ulong)_seed), FSharpOption<int>.None)));

        // FsCheck waits for no task that ends with more than yes or no.
        Check.One(config, Prop.ForAll(
            Arb.Array(Step.Any), steps => Property(PlayAsync(steps).GetAwaiter().GetResult())));
    }

    private async Task<IReadOnlyList<string>> PlayAsync(Step[] steps)
    {
        await _servers.EmptyAsync();
        return await new Playing(new Shop(_servers, DeclineAbove), new Model(DeclineAbove)).PlayAsync(steps);
    }

    private static Property Property(IReadOnlyList<string> differences) =>
        Prop.Label(differences.Count == 0, string.Join("; ", differences));
}
